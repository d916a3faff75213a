//! `examples/questions.md`: questions with their commands, what these print, and a word on it where that needs one.
//!
//! The commands are replayed like those of the README. What is said beside them is held to the figures that stand above
//! it, so that no sentence goes on saying what is not printed any more.
#![cfg(unix)]

use std::fs;

use crate::support::in_repository;
use crate::transcripts::{markdown, replay};

/// A question with what belongs to it.
struct Question<'a> {
    title: &'a str,
    /// The commands with what they print.
    console: Vec<&'a str>,
    /// What is said of the answer.
    prose: Vec<&'a str>,
}

/// The questions of the file, in order.
fn questions(text: &str) -> Vec<Question<'_>> {
    let mut questions: Vec<Question> = Vec::new();
    let mut in_console = false;
    for line in text.lines() {
        if let (Some(title), false) = (line.strip_prefix("### "), in_console) {
            questions.push(Question {
                title,
                console: Vec::new(),
                prose: Vec::new(),
            });
        } else if line.starts_with("```") {
            in_console = !in_console;
        } else if let Some(question) = questions.last_mut() {
            match in_console {
                true => question.console.push(line),
                false if line.starts_with('#') => {}
                false => question.prose.push(line),
            }
        }
    }
    questions
}

/// The numbers in a line, with their points.
fn numbers(line: &str) -> impl Iterator<Item = String> {
    line.split(|c: char| !c.is_ascii_digit() && c != '.')
        .map(|number| number.trim_matches('.').to_owned())
        .filter(|number| !number.is_empty())
}

/// The numbers that are said of an answer and stand neither in it nor in its question.
fn unfounded(question: &Question) -> Vec<String> {
    // A comma stands between thousands in sentences and tables, and between fields in CSV.
    let plain = |line: &&str| line.replace(',', "");
    let printed: Vec<String> = question
        .console
        .iter()
        .chain([&question.title])
        .flat_map(|line| {
            numbers(line)
                .chain(numbers(&plain(line)))
                .collect::<Vec<_>>()
        })
        .collect();
    let said = question.prose.iter().map(plain);
    said.flat_map(|line| numbers(&line).collect::<Vec<_>>())
        .filter(|number| !printed.contains(number))
        .collect()
}

#[test]
fn every_question_is_answered_as_it_says() {
    let file = in_repository("examples/questions.md");
    let report = replay(&file, markdown);
    assert!(
        report.is_empty(),
        "a reader would see (-) what the questions say, (+) what is printed:\n{report}"
    );
    let text = fs::read_to_string(file).expect("the questions are UTF-8");
    let questions = questions(&text);
    assert_eq!(questions.len(), 53);
    for (index, question) in questions.iter().enumerate() {
        let title = question.title;
        let number = format!("{}. ", index + 1);
        assert!(title.starts_with(&number), "`{title}` is not {number}");
        let mut console = question.console.iter();
        assert!(
            console.any(|line| line.starts_with("$ ") && line.contains("hlj ")),
            "`{title}` has no command"
        );
        let unfounded = unfounded(question);
        assert!(
            unfounded.is_empty(),
            "`{title}` is answered with {unfounded:?}, which is not printed there"
        );
    }
}

#[test]
fn a_number_that_is_not_printed_is_found() {
    let text = "### 1. Of 2015?\n```console\n$ hlj gdp\n1,056.5\n2014,31.6,8\n```\nIn 2015 it was 1,056.5, or 7% more than the 31.6.\n";
    let found: Vec<Vec<String>> = questions(text).iter().map(unfounded).collect();
    assert_eq!(found, [["7"]]);
}
