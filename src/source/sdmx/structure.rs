//! What SDMX-ML says of the structure of a table, in versions 2.0 to 3.0: the concepts of its dimensions and attributes,
//! and the meaning of their codes. It is a message of its own, which lies beside that of the data in an archive.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::{BytesStart, Event};

use crate::source::xml::{add_entity, attributes, events};

/// The language of labels, where there are several.
const LANGUAGE: &str = "en";

/// What is said of codes and concepts.
#[derive(Debug, Default)]
pub(in crate::source) struct Structure {
    /// For each dimension and attribute its concept and the list of its codes.
    components: BTreeMap<String, Component>,
    concepts: BTreeMap<String, Label>,
    /// The lists of the codes of concepts, for components without one of their own.
    lists_of_concepts: BTreeMap<String, String>,
    lists: BTreeMap<String, BTreeMap<String, Code>>,
    /// The lists of which there are several, of other agencies or versions, so that nothing is known of them.
    twice: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Component {
    concept: String,
    list: String,
}

#[derive(Debug, Default)]
struct Code {
    label: Label,
    /// The code of what it lies in.
    parent: String,
}

/// A text in the language of labels, or in the first: a name, or where there is none what describes.
#[derive(Debug, Default)]
struct Label {
    text: String,
    /// How well it is one: a name before a description, and of those the language.
    rank: (bool, bool),
}

impl Label {
    fn told(&mut self, text: &str, language: &str, is_name: bool) {
        let rank = (is_name, [LANGUAGE, ""].contains(&language));
        if self.text.is_empty() || rank > self.rank {
            let words: Vec<&str> = text.split_whitespace().collect();
            self.text = words.join(" ");
            self.rank = rank;
        }
    }
}

impl Structure {
    /// The structure that a message describes; nothing where it is another one, or damaged.
    pub(in crate::source) fn of(text: &str) -> Option<Structure> {
        let mut reading = Reading::default();
        let whole = events(text, &mut |_, event| {
            match event {
                Event::Start(element) => reading.begin(&element)?,
                Event::Text(text) => reading.text.push_str(&text),
                Event::GeneralRef(name) => add_entity(&mut reading.text, &name),
                Event::End(_) => reading.end(),
                _ => {}
            }
            Ok(())
        });
        let found = reading.structure;
        (whole.is_ok() && !found.components.is_empty()).then_some(found)
    }

    /// The codes that a dimension or an attribute may have, where these have labels.
    fn codes(&self, id: &str) -> Option<&BTreeMap<String, Code>> {
        let Component { concept, list } = self.components.get(id)?;
        let list = match list.as_str() {
            "" => self.lists_of_concepts.get(concept)?,
            _ => list,
        };
        let codes = self
            .lists
            .get(list)
            .filter(|_| !self.twice.contains(list))?;
        let is_labelled =
            |(code, own): (&String, &Code)| !own.label.text.is_empty() && own.label.text != *code;
        codes.iter().any(is_labelled).then_some(codes)
    }

    /// What a dimension or an attribute is called: its id, where nothing names it.
    pub(super) fn name<'s>(&'s self, id: &'s str) -> &'s str {
        let concept = self.components.get(id).map(|component| &component.concept);
        let name = concept.and_then(|concept| self.concepts.get(concept));
        name.map(|name| name.text.as_str())
            .filter(|name| !name.is_empty())
            .unwrap_or(id)
    }

    /// The heading of a column: the id, and its name behind a colon where its codes have labels.
    pub(super) fn heading(&self, id: &str) -> String {
        match self.codes(id) {
            Some(_) => format!("{id}: {}", self.name(id)),
            None => id.to_owned(),
        }
    }

    /// A cell of a column: the code, and its label behind a colon.
    pub(super) fn cell(&self, id: &str, code: &str) -> String {
        let Some(codes) = self.codes(id).filter(|_| !code.is_empty()) else {
            return code.to_owned();
        };
        match codes.get(code).map(|code| code.label.text.as_str()) {
            None | Some("") => format!("{code}: {code}"),
            Some(label) => format!("{code}: {label}"),
        }
    }

    /// The codes of a dimension that lie in another one, each with that.
    pub(super) fn parents(&self, id: &str) -> Vec<(String, String)> {
        let codes = self.codes(id).into_iter().flatten();
        let parents = codes.filter(|(_, own)| !own.parent.is_empty());
        parents
            .map(|(code, own)| (code.clone(), own.parent.clone()))
            .collect()
    }
}

/// Where in a message one is.
#[derive(Default)]
struct Reading {
    structure: Structure,
    /// The open elements, without their prefixes.
    path: Vec<String>,
    language: String,
    list: String,
    code: String,
    concept: String,
    component: String,
    /// The text of the open element.
    text: String,
}

/// What is described with an id, a concept and codes.
const COMPONENTS: [&str; 3] = ["Dimension", "Attribute", "MeasureDimension"];

impl Reading {
    fn begin(&mut self, element: &BytesStart) -> Result<(), String> {
        let name = element.local_name().as_ref().to_owned();
        let told = attributes(element)?;
        let get = |wanted: &[&str]| {
            let mut found = told
                .iter()
                .filter(|(key, _)| wanted.contains(&key.as_str()));
            found
                .next()
                .map(|(_, value)| value.clone())
                .unwrap_or_default()
        };
        if self.path.is_empty() && name != "Structure" {
            return Err("it describes nothing".to_owned());
        }
        let parent = self.path.last().map_or("", String::as_str);
        let id = get(&["id", "conceptRef", "value"]);
        match name.as_str() {
            "Codelist" | "CodeList" => {
                if self.structure.lists.contains_key(&id) {
                    self.structure.twice.insert(id.clone());
                }
                self.list = id;
            }
            "Code" => {
                let parent = get(&["parentCode"]);
                self.of_list().insert(
                    id.clone(),
                    Code {
                        parent,
                        ..Code::default()
                    },
                );
                self.code = id;
            }
            "Concept" => self.concept = id,
            "Ref" => {
                let parent = parent.to_owned();
                self.refer(&parent, &id);
            }
            _ if COMPONENTS.contains(&name.as_str()) && self.component.is_empty() => {
                let component = Component {
                    concept: id.clone(),
                    list: get(&["codelist"]),
                };
                self.structure.components.insert(id.clone(), component);
                self.component = id;
            }
            "Name" | "Description" => self.language = get(&["xml:lang"]),
            _ => {}
        }
        self.text.clear();
        self.path.push(name);
        Ok(())
    }

    fn of_list(&mut self) -> &mut BTreeMap<String, Code> {
        self.structure.lists.entry(self.list.clone()).or_default()
    }

    /// Takes what an element of this name refers to.
    fn refer(&mut self, name: &str, id: &str) {
        let component = self.structure.components.get_mut(&self.component);
        match (name, component) {
            ("Parent", _) => {
                let own = self.code.clone();
                if let Some(code) = self.of_list().get_mut(&own) {
                    id.clone_into(&mut code.parent);
                }
            }
            ("ConceptIdentity", Some(component)) => id.clone_into(&mut component.concept),
            ("Enumeration", Some(component)) => id.clone_into(&mut component.list),
            ("Enumeration", None) if !self.concept.is_empty() => {
                let lists = &mut self.structure.lists_of_concepts;
                lists.insert(self.concept.clone(), id.to_owned());
            }
            _ => {}
        }
    }

    /// Takes what a text names: `urn:…Codelist=ESTAT:FREQ(3.0)`, `urn:…Concept=ESTAT:CONCEPTS(1.0).FREQ`, or a code.
    fn name_by_urn(&mut self, what: &str, text: &str) {
        let text = text.trim();
        let id = match what {
            "Enumeration" => text
                .rsplit(':')
                .next()
                .and_then(|own| own.split('(').next()),
            "ConceptIdentity" => text.rsplit('.').next(),
            _ => Some(text),
        };
        if let Some(id) = id.filter(|id| !id.is_empty()) {
            self.refer(what, id);
        }
    }

    fn end(&mut self) {
        let Some(name) = self.path.pop() else {
            return;
        };
        let parent = self.path.last().map_or("", String::as_str).to_owned();
        let text = std::mem::take(&mut self.text);
        let language = self.language.clone();
        match (name.as_str(), parent.as_str()) {
            // What is a name in version 2.1 is a description in 2.0.
            ("Name" | "Description", "Code") => {
                let own = self.code.clone();
                if let Some(code) = self.of_list().get_mut(&own) {
                    code.label.told(&text, &language, name == "Name");
                }
            }
            ("Name", "Concept") => {
                let concept = self.structure.concepts.entry(self.concept.clone());
                concept.or_default().told(&text, &language, true);
            }
            ("ConceptIdentity" | "Enumeration" | "Parent", _) => self.name_by_urn(&name, &text),
            (_, "ConceptIdentity" | "Enumeration" | "Parent") => self.name_by_urn(&parent, &text),
            _ if name == "Code" => self.code.clear(),
            _ if name == "Concept" => self.concept.clear(),
            // Others that are called so lie in one, and say what it is of.
            _ if COMPONENTS.contains(&name.as_str())
                && (parent.ends_with("List") || parent == "Components") =>
            {
                self.component.clear();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_their_meaning_in_each_version() {
        let of_two = r#"<m:Structure xmlns:m="m"><m:CodeLists>
            <CodeList id="CL_TOWN"><Name xml:lang="en">Towns</Name>
            <Code value="V"><Description xml:lang="de">Tal</Description><Description xml:lang="en">Vale &lt;V></Description></Code>
            <Code value="A" parentCode="V"><Description xml:lang="de">Avra</Description></Code></CodeList></m:CodeLists>
            <m:Concepts><ConceptScheme id="S"><Concept id="TOWN"><Name xml:lang="de">Ort</Name><Name xml:lang="en">Town</Name></Concept></ConceptScheme></m:Concepts>
            <m:KeyFamilies><KeyFamily id="K"><Components><Dimension conceptRef="TOWN" codelist="CL_TOWN"/><TimeDimension conceptRef="TIME"/></Components></KeyFamily></m:KeyFamilies></m:Structure>"#;
        let of_three = |reference: &dyn Fn(&str, &str, &str) -> String| {
            let concept = reference("ConceptIdentity", "Concept=X:S(1.0).TOWN", "TOWN");
            let list = reference("Enumeration", "Codelist=X:CL_TOWN(1.0)", "CL_TOWN");
            let parent = reference("Parent", "V", "V");
            format!(
                r#"<m:Structure><s:Codelists><s:Codelist id="CL_TOWN"><c:Name>Towns</c:Name>
                <s:Code id="V"><c:Name xml:lang="de">Tal</c:Name><c:Name xml:lang="en">Vale &lt;V&gt;</c:Name></s:Code>
                <s:Code id="A"><c:Name>Avra</c:Name>{parent}</s:Code></s:Codelist></s:Codelists>
                <s:Concepts><s:ConceptScheme id="S"><s:Concept id="TOWN"><c:Name>Town</c:Name></s:Concept></s:ConceptScheme></s:Concepts>
                <s:DataStructure id="K"><s:DimensionList><s:Dimension id="TOWN">{concept}<s:LocalRepresentation>{list}</s:LocalRepresentation></s:Dimension></s:DimensionList>
                <s:AttributeList><s:Attribute id="UNIT"><s:AttributeRelationship><s:Dimension><Ref id="TOWN"/></s:Dimension></s:AttributeRelationship></s:Attribute></s:AttributeList></s:DataStructure></m:Structure>"#
            )
        };
        let by_id = |of: &str, _: &str, id: &str| format!(r#"<s:{of}><Ref id="{id}"/></s:{of}>"#);
        let by_urn = |of: &str, urn: &str, _: &str| format!("<s:{of}>{urn}</s:{of}>");
        let within = |of: &str, urn: &str, _: &str| format!("<s:{of}><URN>{urn}</URN></s:{of}>");
        for text in [
            of_two.to_owned(),
            of_three(&by_id),
            of_three(&by_urn),
            of_three(&within),
        ] {
            let structure = Structure::of(&text).expect("it describes");
            assert_eq!(structure.heading("TOWN"), "TOWN: Town", "{text}");
            assert_eq!(structure.cell("TOWN", "V"), "V: Vale <V>", "{text}");
            assert_eq!(structure.cell("TOWN", "A"), "A: Avra", "{text}");
            assert_eq!(
                structure.cell("TOWN", "B"),
                "B: B",
                "a code that is not listed"
            );
            assert_eq!(structure.cell("TOWN", ""), "");
            assert_eq!(structure.heading("UNIT"), "UNIT");
            assert_eq!(structure.cell("UNIT", "A"), "A", "it has no codes");
            let parents = [("A".to_owned(), "V".to_owned())];
            assert_eq!(structure.parents("TOWN"), parents, "{text}");
        }
        assert!(Structure::of("<m:GenericData/>").is_none());
        assert!(
            Structure::of(&of_two[..of_two.len() - 9]).is_none(),
            "it is damaged"
        );
    }
}
