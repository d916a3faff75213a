//! Pictures as SVG: well-formed, told in text, nothing cut off or on top of other text, the same bytes each time.
//!
//! Text is measured here as a renderer without any of the fonts asked for might set it; what a picture claims to be
//! wide is not asked of the picture itself.

use roxmltree::{Document, Node};

use crate::support::{self, PICTURES, hlj, stdout};

/// The picture that the words ask for.
fn picture(words: &str) -> String {
    support::picture(words, "svg", &[])
}

/// A text of a picture with the rectangle that it takes: left, top, right, bottom.
struct Text {
    words: String,
    place: [f64; 4],
}

fn number(node: &Node, name: &str) -> f64 {
    let text = node
        .attribute(name)
        .unwrap_or_else(|| panic!("no `{name}` at {node:?}"));
    text.parse()
        .unwrap_or_else(|_| panic!("`{name}` is {text}"))
}

/// How wide a text is in letters of a size: 汉字 as wide as high, raised letters half as wide as others, and these as
/// wide as those of Arial on average.
fn wide(words: &str, size: f64) -> f64 {
    let letter = |c: char| match c {
        c if c > '\u{2e80}' => 1.0,
        c if is_raised(c) => 0.35,
        ' ' | '.' | ',' | 'i' | 'l' | '|' | '\'' => 0.28,
        c if c.is_uppercase() => 0.67,
        _ => 0.54,
    };
    words.chars().map(letter).sum::<f64>() * size
}

/// Whether a letter is one of those that mark notes.
fn is_raised(c: char) -> bool {
    ('ᵃ'..='ᶿ').contains(&c) || "ⁱⁿʰʲʳʷʸˡˢˣ".contains(c)
}

fn texts(document: &Document) -> Vec<Text> {
    let texts = document
        .descendants()
        .filter(|node| node.has_tag_name("text"));
    texts
        .map(|node| {
            let words = node.text().unwrap_or_default().to_owned();
            let (x, y, size) = (
                number(&node, "x"),
                number(&node, "y"),
                number(&node, "font-size"),
            );
            let width = wide(&words, size);
            let left = match node.attribute("text-anchor") {
                None => x,
                Some("middle") => x - width / 2.0,
                Some("end") => x - width,
                Some(other) => panic!("an anchor `{other}`"),
            };
            // Letters of which all are raised take the upper half of a line.
            let is_raised = words.chars().all(is_raised);
            let bottom = y + size * if is_raised { -0.35 } else { 0.2 };
            Text {
                words,
                place: [left, y - size * 0.72, left + width, bottom],
            }
        })
        .collect()
}

fn words(svg: &str) -> String {
    let document = Document::parse(svg).expect("it is XML");
    let texts: Vec<String> = texts(&document)
        .into_iter()
        .map(|text| text.words)
        .collect();
    texts.join("\n")
}

#[test]
fn every_picture_is_well_formed_and_says_what_it_is() {
    for asked in PICTURES {
        let svg = picture(asked);
        let document = Document::parse(&svg).unwrap_or_else(|error| panic!("`{asked}`: {error}"));
        let root = document.root_element();
        assert_eq!(root.tag_name().name(), "svg");
        assert_eq!(
            root.tag_name().namespace(),
            Some("http://www.w3.org/2000/svg")
        );
        assert_eq!(root.attribute("role"), Some("img"), "`{asked}`");
        let mut children = root.children().filter(Node::is_element);
        let mut told = |name: &str| {
            let child = children.next().expect("there is a child");
            assert_eq!(child.tag_name().name(), name, "`{asked}`");
            child.text().unwrap_or_default().to_owned()
        };
        let (title, description) = (told("title"), told("desc"));
        assert!(
            words(&svg).contains(title.split_whitespace().next().expect("it is there")),
            "`{asked}`: {title}"
        );
        assert!(
            description.len() > 40,
            "`{asked}` is described as {description}"
        );
        let fonts = root.attribute("font-family").expect("fonts are asked for");
        assert!(
            fonts.contains("CJK") && fonts.ends_with("sans-serif"),
            "{fonts}"
        );
        // Nothing is run and nothing is fetched.
        for node in document.descendants().filter(Node::is_element) {
            let name = node.tag_name().name();
            assert!(
                ["svg", "title", "desc", "style", "rect", "path", "text"].contains(&name),
                "`{asked}` has {name}"
            );
            let is_reference =
                |name: &str| name.ends_with("href") || name == "src" || name.starts_with("on");
            assert!(
                !node
                    .attributes()
                    .any(|attribute| is_reference(attribute.name())),
                "`{asked}`: {node:?}"
            );
        }
        assert!(!svg.contains("url("), "`{asked}`");
    }
}

#[test]
fn no_text_lies_on_another_and_nothing_is_cut_off() {
    for asked in PICTURES {
        let svg = picture(asked);
        let document = Document::parse(&svg).expect("it is XML");
        let root = document.root_element();
        let (width, height) = (number(&root, "width"), number(&root, "height"));
        assert_eq!(
            root.attribute("viewBox"),
            Some(format!("0 0 {width} {height}").as_str())
        );
        let texts = texts(&document);
        for (at, text) in texts.iter().enumerate() {
            let [left, top, right, bottom] = text.place;
            assert!(
                left >= 0.0 && top >= 0.0 && right <= width && bottom <= height,
                "`{asked}`: `{}` is cut off at {:?}",
                text.words,
                text.place
            );
            for other in &texts[..at] {
                let overlap = left < other.place[2]
                    && other.place[0] < right
                    && top < other.place[3]
                    && other.place[1] < bottom;
                assert!(
                    !overlap,
                    "`{asked}`: `{}` at {:?} lies on `{}` at {:?}",
                    text.words, text.place, other.words, other.place
                );
            }
        }
        for bar in bars(&document) {
            for text in &texts {
                let [left, top, right, bottom] = text.place;
                let overlap = left + 0.5 < bar[2]
                    && bar[0] < right - 0.5
                    && top + 0.5 < bar[3]
                    && bar[1] < bottom - 0.5;
                let is_inside =
                    bar[0] <= left && right <= bar[2] && bar[1] <= top && bottom <= bar[3];
                assert!(
                    !overlap || is_inside,
                    "`{asked}`: `{}` at {:?} lies across a bar at {bar:?}",
                    text.words,
                    text.place
                );
            }
        }
        for path in document
            .descendants()
            .filter(|node| node.has_tag_name("path"))
        {
            for (x, y) in points(path.attribute("d").expect("a path has a course")) {
                assert!(
                    (0.0..=width).contains(&x) && (0.0..=height).contains(&y),
                    "`{asked}`: a path goes to {x}, {y}"
                );
            }
        }
    }
}

/// The rectangles of bars: left, top, right, bottom.
fn bars(document: &Document) -> Vec<[f64; 4]> {
    let bars = document
        .descendants()
        .filter(|node| node.has_tag_name("rect") && node.has_children());
    bars.map(|bar| {
        let [left, top, width, height] =
            ["x", "y", "width", "height"].map(|name| number(&bar, name));
        [left, top, left + width, top + height]
    })
    .collect()
}

/// The points that a path of straight lines goes through; an arc's radii are none.
fn points(path: &str) -> Vec<(f64, f64)> {
    let pieces = path
        .split(['M', 'L'])
        .filter(|piece| !piece.is_empty() && !piece.contains(['A', 'h']));
    pieces
        .map(|piece| {
            let (x, y) = piece
                .trim_end_matches('Z')
                .split_once(' ')
                .expect("two numbers");
            (x.parse().expect("a number"), y.parse().expect("a number"))
        })
        .collect()
}

/// The lines of series: those that are as thick as no other line is.
fn lines<'a>(document: &'a Document) -> Vec<Node<'a, 'a>> {
    let paths = document
        .descendants()
        .filter(|node| node.has_tag_name("path"));
    paths
        .filter(|path| {
            path.attribute("stroke-width") == Some("2") && path.attribute("fill") == Some("none")
        })
        .collect()
}

#[test]
fn a_line_breaks_at_a_missing_value_and_at_a_missing_year() {
    // `=1+2` has no value for 2010 among five years.
    let svg = picture("TOWNS -c =1+2 -i jobs");
    let document = Document::parse(&svg).expect("it is XML");
    let path = lines(&document)[0].attribute("d").expect("a course");
    assert_eq!(
        (path.matches('M').count(), points(path).len()),
        (2, 4),
        "{path}"
    );
    // Table 5 has 2000, 2004, 2008 and each year from 2010 to 2015: three values alone, then six in a line.
    let svg = picture("sectors -c Hegang -i sector-share --sector primary");
    let document = Document::parse(&svg).expect("it is XML");
    let path = lines(&document)[0].attribute("d").expect("a course");
    assert_eq!(
        (path.matches('M').count(), points(path).len()),
        (4, 9),
        "{path}"
    );
    // Years are as far apart as they are.
    let x: Vec<f64> = points(path).iter().map(|point| point.0).collect();
    let year = (x[8] - x[0]) / 15.0;
    for (place, years) in [(1, 4.0), (2, 8.0), (3, 10.0), (4, 11.0)] {
        assert!((x[place] - x[0] - years * year).abs() < 0.2, "{x:?}");
    }
}

#[test]
fn values_stand_where_they_belong() {
    // Table 4, Hegang: GDP of 18.5, 20.2, 25.1, 31.3, 35.8, 32.0, 26.0 and 26.6.
    let values = [18.5, 20.2, 25.1, 31.3, 35.8, 32.0, 26.0, 26.6];
    let svg = picture("gdp -c Hegang -i gdp");
    let document = Document::parse(&svg).expect("it is XML");
    let y: Vec<f64> = points(lines(&document)[0].attribute("d").expect("a course"))
        .iter()
        .map(|point| point.1)
        .collect();
    let per_unit = (y[0] - y[4]) / (values[4] - values[0]);
    for (y_of, value) in y.iter().zip(values) {
        assert!(
            (y[0] - y_of - per_unit * (value - values[0])).abs() < 0.2,
            "{value} at {y_of}"
        );
    }
    // The bars of Table 6: 534.0 in Harbin is 41.72 times 12.8 in Daxinganling.
    let svg = picture("rank gdp -y 2014");
    let document = Document::parse(&svg).expect("it is XML");
    let bars: Vec<f64> = document
        .descendants()
        .filter(|node| node.has_tag_name("rect") && node.has_children())
        .map(|bar| number(&bar, "width"))
        .collect();
    assert_eq!(bars.len(), 13);
    assert!((bars[0] / bars[12] - 534.0 / 12.8).abs() < 0.3, "{bars:?}");
}

#[test]
fn many_lines_that_cross_have_a_field_each_with_the_others_in_grey() {
    let svg = picture("TOWNS -i jobs");
    let strong = svg.matches("stroke-width=\"2.2\"").count();
    assert_eq!(strong, 13, "each line is strong in a field of its own");
    let grey = svg.matches("stroke-opacity=\"0.35\"").count();
    assert_eq!(grey, 13 * 12, "the others are behind it");
}

#[test]
fn unit_source_and_notes_are_inside_and_names_are_text() {
    let told = words(&picture("gdp -c Shuangyashan -i gdp -y 2012..")).replace('\n', " ");
    for part in [
        "RMB billion, current prices",
        "Source: ADB 49021-002-3, Table 4",
        "suspected break",
    ] {
        assert!(told.contains(part), "no `{part}` in {told}");
    }
    // The names of the package, as they are, and no element made of them.
    let svg = picture("TOWNS -y 2020 -i jobs");
    let told = words(&svg);
    for name in [
        "Köln & Bonn",
        "<b>Łódź</b>",
        "\"Quoted\" Town",
        "O'Brien, West",
        "=1+2",
        "A|B",
        "哈尔滨 Harbin",
        "N`djamena",
    ] {
        assert!(
            told.lines().any(|line| line == name),
            "no `{name}` in {told}"
        );
    }
    assert!(svg.contains("&lt;b&gt;Łódź&lt;/b&gt;") && svg.contains("Köln &amp; Bonn"));
}

#[test]
fn a_value_in_doubt_looks_so() {
    // Table 6: the 43.3 of Shuangyashan alone has a status other than A.
    let svg = picture("rank gdp -y 2014");
    let document = Document::parse(&svg).expect("it is XML");
    let pale: Vec<&str> = document
        .descendants()
        .filter(|node| node.attribute("fill-opacity").is_some())
        .filter_map(|node| node.first_element_child()?.text())
        .collect();
    assert_eq!(pale, ["Shuangyashan 2014: 43.3ᵃ"]);
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    for asked in ["gdp", "sectors", "TOWNS"] {
        assert_eq!(picture(asked), picture(asked));
    }
    assert_eq!(picture("gdp"), picture("gdp --wide"));
    assert_eq!(picture("gdp"), picture("gdp --long"));
}

#[test]
fn no_rows_make_a_picture_that_says_so() {
    let output = hlj(["gdp", "-y", "1990", "-f", "svg"])
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(3));
    let svg = String::from_utf8(output.stdout).expect("it is UTF-8");
    assert!(
        words(&svg).contains("`gdp` has nothing for 1990; it covers 2008–2015"),
        "{svg}"
    );
}

#[test]
fn a_page_draws_what_compares_and_tells_the_rest_itself() {
    let page = stdout(&["gdp", "-f", "html"]);
    let (_, rest) = page.split_once("<figure").expect("there is a picture");
    let (figure, _) = rest.split_once("</figure>").expect("it ends");
    let (_, element) = figure.split_once('\n').expect("it has a picture");
    let told = words(element);
    assert!(
        told.contains("Qitaihe 21.3") && told.contains("RMB billion"),
        "{told}"
    );
    for part in ["Source", "low reliability", "ᵃ"] {
        assert!(!told.contains(part), "`{part}` in {told}");
    }
    for without in [
        &["pillars"][..],
        &["check", "--fail-on", "unexplained"],
        &["gdp", "-c", "Hegang", "-y", "2015"],
    ] {
        let page = stdout(&[without, &["-f", "html"]].concat());
        assert!(!page.contains("<svg"), "{without:?} has a picture");
    }
    // A kind that was asked for is not left out in silence.
    let output = hlj(["gdp", "-y", "2015", "-f", "html", "--chart", "line"]).output();
    let output = output.expect("it starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("`--chart line`"));
}
