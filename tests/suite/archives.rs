//! Archives of which one file tells what another means.

use std::fs;

use crate::support::{archive, sh, told};

/// A message of data in version 2.1, as Eurostat packs it beside its structure.
const DATA: &str = r#"<m:GenericData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"><m:Header/>
<m:DataSet><g:Series><g:SeriesKey><g:Value id="TOWN" value="V"/></g:SeriesKey>
<g:Obs><g:ObsDimension value="2020"/><g:ObsValue value="30"/></g:Obs></g:Series>
<g:Series><g:SeriesKey><g:Value id="TOWN" value="A"/></g:SeriesKey>
<g:Obs><g:ObsDimension value="2020"/><g:ObsValue value="18"/></g:Obs></g:Series>
<g:Series><g:SeriesKey><g:Value id="TOWN" value="B"/></g:SeriesKey>
<g:Obs><g:ObsDimension value="2020"/><g:ObsValue value="12"/></g:Obs></g:Series></m:DataSet></m:GenericData>"#;

const STRUCTURE: &str = r#"<m:Structure xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"><m:Structures>
<s:Codelists><s:Codelist id="CL_TOWN"><s:Code id="V"><c:Name>Vale</c:Name></s:Code>
<s:Code id="A"><c:Name>Avra</c:Name><s:Parent><Ref id="V"/></s:Parent></s:Code>
<s:Code id="B"><c:Name>Borla</c:Name><s:Parent><Ref id="V"/></s:Parent></s:Code></s:Codelist></s:Codelists>
<s:Concepts><s:ConceptScheme id="S"><s:Concept id="TOWN"><c:Name>Town</c:Name></s:Concept></s:ConceptScheme></s:Concepts>
<s:DataStructures><s:DataStructure id="D"><s:DimensionList><s:Dimension id="TOWN"><s:ConceptIdentity><Ref id="TOWN"/></s:ConceptIdentity>
<s:LocalRepresentation><s:Enumeration><Ref id="CL_TOWN"/></s:Enumeration></s:LocalRepresentation></s:Dimension></s:DimensionList></s:DataStructure></s:DataStructures>
</m:Structures></m:Structure>"#;

#[test]
fn codes_are_told_by_the_structure_beside_the_data() {
    let folder = tempfile::tempdir().expect("a folder");
    for names in [["a.sdmx.xml", "a.dsd.xml"], ["z.xml", "b.xml"]] {
        let files = [
            (names[0], DATA.as_bytes()),
            (names[1], STRUCTURE.as_bytes()),
        ];
        let packed = archive(&files, zip::CompressionMethod::Deflated);
        fs::write(folder.path().join("towns.zip"), packed).expect("it is written");
        let asked = told(&mut sh("hlj towns.zip Avra --csv", folder.path()));
        assert_eq!(asked, "Town,TIME_PERIOD,OBS_VALUE\nAvra,2020,18\n");
        let ranked = told(&mut sh("hlj towns.zip rank --csv", folder.path()));
        let expected =
            "rank,Town,code,year,OBS_VALUE,gap\n1,Avra,A,2020,18,0\n2,Borla,B,2020,12,-6\n2> ";
        assert!(ranked.starts_with(expected), "without the vale:\n{ranked}");
        let found = told(&mut sh("hlj towns.zip", folder.path()));
        let names = format!("`{}` tells what the codes mean", names[1]);
        assert!(found.contains(&names), "{found}");
        assert!(!found.contains("holds no table"), "{found}");
    }
    let alone = [("a.xml", DATA.as_bytes()), ("read.me", b"Data.")];
    let packed = archive(&alone, zip::CompressionMethod::Deflated);
    fs::write(folder.path().join("towns.zip"), packed).expect("it is written");
    let asked = told(&mut sh("hlj towns.zip A --csv", folder.path()));
    assert_eq!(asked, "TOWN,TIME_PERIOD,OBS_VALUE\nA,2020,18\n");
}
