//! What stands around an article on its page does not change what is said about it.

use crate::support::{Case, Ran};

/// What a site puts above the headline, between it and the text, and below the text.
struct Site {
    above: &'static str,
    between: &'static str,
    below: &'static str,
}

/// Sites of other topics than the articles have.
const SITES: [Site; 6] = [
    Site {
        above: "Skip to main content\nDepartment of Defense\nMenu\nNews\nReleases\nTranscripts\nOur Forces",
        between: "SHARE\nPRINT",
        below: "Subscribe to Defense Products\nHosted by Army Media Activity\nCareers\nHelp Center\nAccessibility",
    },
    Site {
        above: "An official website of the State of Elkton\nHere's how you know\nDepartment of Health\nSearch\n\
            Home > News > Press Releases\nFOR IMMEDIATE RELEASE",
        between: "Contact: Health Press Office\n555-555-0134",
        below: "###\nSign Up for Email Updates\nVaccines\nHospitals\nMedicaid\nPrivacy Policy\nNo Fear Act",
    },
    Site {
        above: "Jump to main content\nAgency for Clean Rivers\nLaws & Regulations\nCONTACT US\nSHARE",
        between: "Contact Information:\npress@rivers.example.gov",
        below: "Connect.\nWater Quality\nClimate\nHotlines\nFOIA Requests\nLast updated on June 8, 2020",
    },
    Site {
        above: "Senator Pat Holloway\nHome\nAbout\nServices\nIssues\nNewsroom\nContact\nPrint\nEmail\nShare",
        between: "",
        below: "-30-\nPrevious Article\nNext Article\nRelated Press Releases\nHolloway Honors Veterans\n\
            Washington, DC Office\n331 Hart Senate Office Building\nWashington, DC 20510\nPhone: (202) 555-0177",
    },
    Site {
        above: "Select Language\nPowered by Google Translate\nPolice Department\nCrime Statistics\nFile a Report\nHome",
        between: "Posted on: March 4, 2019",
        below: "Other News in Police\nOfficer of the Month Named\nBack to Top\nRead more »\nCrime Map",
    },
    Site {
        above: "Skip To Main Content\nCalendar\nParent Portal\nClose Menu\nAcademics\nEnrollment\nSchool Board",
        between: "Share This Story\nFacebook\nTwitter",
        below: "More News\nKindergarten Registration Opens\nView All News\nFind Us\n12 College Street\n\
            Harlan, KY 40831\n(606) 555-0120\nNondiscrimination Notice",
    },
];

/// Headlines and texts.
const ARTICLES: [(&str, &str); 3] = [
    (
        "Lower Tax on Family Incomes Passes the Senate",
        "The Senate passed a bill on Tuesday that lowers the income tax of families with two children or more.\n\n\
            The budget office said that the cut costs nine billion dollars a year, and that the deficit will grow.",
    ),
    (
        "Dairy Farmers in the North Will Get Drought Aid",
        "Dairy farmers in four northern counties can apply for drought aid from Monday on, the governor said.\n\n\
            Hay has doubled in price since May, and some farms have sold a third of their cows.",
    ),
    (
        "Two New Rail Lines Will Cross the River by 2031",
        "The transit board chose a builder for two rail lines that are to cross the river within six years.\n\n\
            Trains will run every ten minutes, the board said, and the bridges will carry a path for bicycles.",
    ),
];

/// Articles with their titles alone, and on the pages of all sites, as JSON lines.
fn case() -> Case {
    let line = |id: String, title: Option<&str>, text: &str| {
        serde_json::json!({ "id": id, "title": title, "text": text }).to_string() + "\n"
    };
    let (mut alone, mut wrapped) = (String::new(), String::new());
    for (n, (title, text)) in ARTICLES.iter().enumerate() {
        for (m, site) in SITES.iter().enumerate() {
            let page = [site.above, title, site.between, text, site.below].join("\n");
            alone += &line(format!("{n}-{m}"), Some(title), text);
            wrapped += &line(format!("{n}-{m}"), None, &page);
        }
    }
    Case::with_model().file("alone.jsonl", alone).file("wrapped.jsonl", wrapped)
}

#[test]
fn the_body_and_the_title_are_the_same_on_every_site() {
    let case = case();
    let article = |ran: Ran| -> Vec<_> {
        let records = ran.records();
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        records.iter().map(|r| (r["title"].clone(), words(r["body"].as_str().unwrap()))).collect()
    };
    let alone = article(case.run("clean -q -m policy.ndm alone.jsonl"));
    let wrapped = article(case.run("clean -q -m policy.ndm wrapped.jsonl"));
    assert_eq!(alone.len(), ARTICLES.len() * SITES.len());
    for (alone, wrapped) in alone.iter().zip(&wrapped) {
        assert_eq!(alone, wrapped);
    }
}

#[test]
fn the_label_and_its_score_are_the_same_on_every_site() {
    let case = case();
    let alone = case.run("classify -q -m policy.ndm --fields id,label,score,words alone.jsonl");
    let wrapped = case.run("classify -q -m policy.ndm --fields id,label,score,words wrapped.jsonl");
    assert_eq!(alone.stdout, wrapped.stdout);
}
