//! Words for months, quarters and halves in the languages of statistical offices.

use unicode_normalization::UnicodeNormalization;

use crate::figure::Frequency;

/// The label as it is compared: without accents and case, each gap one blank, every dash a hyphen.
pub(super) fn fold_label(label: &str) -> String {
    let plain = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '～' | '〜' => '-',
        '\u{feff}' | '\u{a0}' | '\u{3000}' => ' ',
        '／' => '/',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    // 년 and 월 would fall apart into their letters.
    let folded: String = if label.is_ascii() {
        label.to_ascii_lowercase()
    } else {
        let is_mark = |c: &char| ('\u{300}'..'\u{370}').contains(c);
        let marked: String = label.nfd().filter(|c| !is_mark(c)).collect();
        let composed: String = marked.nfc().collect();
        composed.to_lowercase()
    };
    let words: Vec<String> = folded
        .chars()
        .map(plain)
        .collect::<String>()
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.join(" ")
}

/// The beginnings of the names of months; the longest that fits decides (`mar`, `mart`, `mai`).
const MONTHS: [&[&str]; 12] = [
    &[
        "jan", "ene", "gen", "sty", "led", "oca", "januar", "janv", "tammi",
    ],
    &["feb", "fev", "fevr", "lut", "uno", "sub", "helmi"],
    &[
        "mar", "mrz", "marz", "maer", "mrt", "maart", "mars", "maalis", "bre",
    ],
    &["apr", "abr", "avr", "kwi", "dub", "nis", "huhti"],
    &["may", "mai", "mag", "mei", "maj", "maio", "kve", "touko"],
    &["jun", "juin", "giu", "cze", "haz", "kesa"],
    &["jul", "juil", "lug", "lip", "tem", "heina"],
    &["aug", "ago", "aou", "aout", "sie", "srp", "elo"],
    &["sep", "set", "wrz", "zar", "eyl", "syys"],
    &["oct", "okt", "out", "ott", "paz", "rij", "eki", "loka"],
    &["nov", "lis", "kas", "marras"],
    &["dec", "dez", "dic", "des", "gru", "pro", "ara", "joulu"],
];

/// The names of months in full, each once, so that a word that only begins like one is none.
const IN_FULL: [&[&str]; 12] = [
    &[
        "january", "enero", "janvier", "januar", "janeiro", "gennaio", "januari", "jaenner",
        "janner", "gener", "styczen",
    ],
    &[
        "february",
        "febrero",
        "fevrier",
        "februar",
        "fevereiro",
        "febbraio",
        "februari",
        "febrer",
        "luty",
    ],
    &[
        "march", "marzo", "mars", "marz", "maerz", "marco", "maart", "marts", "marc", "marzec",
    ],
    &["april", "abril", "avril", "aprile", "kwiecien"],
    &["may", "mayo", "mai", "maio", "maggio", "mei", "maj", "maig"],
    &[
        "june", "junio", "juin", "juni", "junho", "giugno", "juny", "czerwiec",
    ],
    &[
        "july", "julio", "juillet", "juli", "julho", "luglio", "juliol", "lipiec",
    ],
    &[
        "august", "agosto", "aout", "augustus", "augusti", "agost", "sierpien",
    ],
    &[
        "september",
        "septiembre",
        "septembre",
        "setembro",
        "settembre",
        "setembre",
        "sept",
        "wrzesien",
    ],
    &[
        "october",
        "octubre",
        "octobre",
        "oktober",
        "outubro",
        "ottobre",
        "pazdziernik",
    ],
    &["november", "noviembre", "novembre", "novembro", "listopad"],
    &[
        "december",
        "diciembre",
        "decembre",
        "dezember",
        "dezembro",
        "dicembre",
        "desember",
        "desembre",
        "grudzien",
    ],
];

/// More names of months in full, as they stand alone and as they stand beside a day; compared without accents.
#[rustfmt::skip]
const FURTHER: [&[&str]; 12] = [
    &[
        "leden", "ledna", "tammikuu", "jaanuar", "ocak", "januari", "ianuarie", "sausis", "janvaris", "sijecanj",
        "siecanj", "tammikuuta", "январь", "января", "січень", "січня", "ianuarios", "ιανουαριος"
    ],
    &[
        "unor", "unora", "helmikuu", "veebruar", "subat", "februarie", "vasaris", "februaris", "veljaca", "февраль",
        "февраля", "лютии", "лютого", "φεβρουαριος", "februar"
    ],
    &[
        "brezen", "brezna", "maaliskuu", "marts", "mart", "martie", "kovas", "ozujak", "март", "марта", "березень",
        "березня", "μαρτιος", "marcius", "marec"
    ],
    &[
        "duben", "dubna", "huhtikuu", "aprill", "nisan", "aprilie", "balandis", "aprilis", "travanj", "апрель",
        "апреля", "квітень", "квітня", "απριλιος"
    ],
    &[
        "kveten", "kvetna", "toukokuu", "mayis", "geguze", "svibanj", "маи", "мая", "травень", "травня", "μαιος",
        "majus"
    ],
    &[
        "cerven", "cervna", "kesakuu", "juuni", "haziran", "iunie", "birzelis", "junijs", "lipanj", "июнь", "июня",
        "червень", "червня", "ιουνιος", "junius"
    ],
    &[
        "cervenec", "cervence", "heinakuu", "juuli", "temmuz", "iulie", "liepa", "julijs", "srpanj", "июль", "июля",
        "липень", "липня", "ιουλιος", "julius"
    ],
    &[
        "srpen", "srpna", "elokuu", "agustos", "rugpjutis", "augusts", "kolovoz", "август", "августа", "серпень",
        "серпня", "αυγουστος", "augusztus", "agustus", "agust"
    ],
    &[
        "zari", "syyskuu", "eylul", "septembrie", "rugsejis", "septembris", "rujan", "сентябрь", "сентября",
        "вересень", "вересня", "σεπτεμβριος", "szeptember"
    ],
    &[
        "rijen", "rijna", "lokakuu", "oktoober", "ekim", "octombrie", "spalis", "oktobris", "октябрь", "октября",
        "жовтень", "жовтня", "οκτωβριος"
    ],
    &[
        "listopadu", "marraskuu", "kasim", "noiembrie", "lapkritis", "novembris", "studeni", "ноябрь", "ноября",
        "листопада", "νοεμβριος"
    ],
    &[
        "prosinec", "prosince", "joulukuu", "detsember", "aralik", "decembrie", "gruodis", "decembris", "prosinac",
        "декабрь", "декабря", "грудень", "грудня", "δεκεμβριος", "desember"
    ],
];

/// The month of this name, counted from 1.
pub(super) fn month(word: &str) -> Option<i64> {
    let word = word.trim_end_matches('.');
    let is = |lists: &[&[&str]; 12]| lists.iter().position(|names| names.contains(&word));
    let found = is(&IN_FULL)
        .or_else(|| is(&FURTHER))
        .or_else(|| is(&MONTHS))?;
    i64::try_from(found + 1).ok()
}

/// The part of a year that a word stands for, ordinal endings before it.
pub(super) fn quarter_word(word: &str) -> Option<Frequency> {
    let word = word.trim_start_matches(['º', '°', 'ª', '.', '-', ' ']);
    let endings = [
        "st", "nd", "rd", "th", "er", "ere", "e", "eme", "o", "a", "",
    ];
    endings
        .iter()
        .filter_map(|ending| word.strip_prefix(ending))
        .find_map(|rest| match rest {
            "q" | "t" | "k" | "quarter" | "qtr" | "trimestre" | "trim" | "trimester"
            | "quartal" | "vierteljahr" | "kvartal" | "kwartal" | "kwartaal" | "ceyrek"
            | "квартал" | "квартала" | "кв" => Some(Frequency::Quarter),
            "h" | "s" | "half" | "halfyear" | "semestre" | "semester" | "halbjahr" | "sem"
            | "полугодие" | "півріччя" => Some(Frequency::Half),
            "w" | "kw" | "wk" | "kalenderwoche" | "week" | "woche" | "semana" | "semaine"
            | "vecka" | "uke" => Some(Frequency::Week),
            _ => None,
        })
}
