//! Whether a text is in another language than the one a model was trained on.
//!
//! A model knows few words of such a text, and what it says about them means nothing. What decides is positive
//! evidence only: words in another script, or the commonest short words of another language. Tables of numbers,
//! random characters and headlines hold neither and are left to the other reasons to abstain.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tokenize::for_each_token;

/// The fewest words that are evidence, and the fewest different ones of them.
const MIN_WORDS: usize = 5;
const MIN_DISTINCT: usize = 3;
/// One word in so many has to be a common word of the other language. Running text has one in three or four, names
/// and titles that an English text cites have far fewer.
const ONE_IN: usize = 8;
/// The other language needs so many times the common words of the own one: languages share some (`in`, `die`, `on`).
const TIMES: usize = 2;

/// The commonest words of languages in Latin script, by the language's name; each has two letters or more. Only where
/// they stand in lower case do they count: `Los Alamos` and `El Paso` are names.
#[rustfmt::skip]
const COMMON_WORDS: [(&str, &str); 24] = [
    ("catalan", "de la el que els les amb per del una dels no és va al en més ha són com aquest seva"),
    ("czech", "na se je že to do pro za ale jako by byl jeho jsou které také po od při bude až jen tak nebo"),
    ("danish", "og at det er en til af på den for med der ikke som han har et var de jeg om fra sig men blev"),
    ("dutch", "de het een van en in is dat op te voor met zijn die niet aan er om ook als maar door wordt bij"),
    ("english", "the of and to in for is that on with as was at by it from be are this an not have has will"),
    ("finnish", "ja on ei se että hän oli ovat myös mutta kun kuin tai niin jos mukaan joka jotka sen ole"),
    ("french", "de la le les et des en un une du que est dans qui pour pas sur au par plus avec ce il sont aux"),
    ("german", "die der und den von zu das mit sich des auf für ist im dem nicht ein eine auch es hat sie nach"),
    ("haitian", "nan yo pou ki ak la li te moun yon gen ou nou pa se sa ap tout men epi konsa kap"),
    ("hungarian", "az és hogy nem is egy volt csak meg de van már még mint után kell vagy el ki ez azt ha"),
    ("indonesian", "yang dan di dengan untuk tidak ini itu dari dalam akan pada juga ke karena adalah oleh ada"),
    ("italian", "di che la il un per in una del non sono le con della si da al dei è nel più alla anche come gli"),
    ("latin", "et in est non ut ad cum qui sed ex quod ab sunt quae esse aut eu sit nisi quis nec enim"),
    ("norwegian", "og det er en til av på den for med ikke som han har et var de jeg om fra seg men ble å"),
    ("polish", "nie na się jest że do jak od po za przez są dla ale oraz był także czy jego tym to ma będzie"),
    ("portuguese", "de que do da em um para com não uma os no se na por mais as dos como mas ao foi pela são"),
    ("romanian", "de și în la cu pe nu din care să este că un pentru mai sunt au fost prin sau ce al după"),
    ("somali", "oo ka ku iyo in waxaa uu soo ah la si ay waa loo ayaa aan kale waxay"),
    ("spanish", "de la que el en los del se las por un para con no una su al es lo como más fue ha sus"),
    ("swahili", "ya na wa kwa katika ni za la kuwa hii cha watu hiyo kama lakini pia huo"),
    ("swedish", "och att det som en på är av för med till den har de inte om ett han men var jag från vid nu"),
    ("tagalog", "ang ng sa mga na at ay hindi para ito kung siya ni nang may niya din pa ating ako"),
    ("turkish", "ve bir bu için ile de da olarak çok daha olan gibi kadar sonra ancak en ne değil var ise"),
    ("vietnamese", "và của là có được cho trong không một người các những với này khi đã để từ theo đến về"),
];

/// The languages, as bits, that a word is common in.
static LANGUAGES_OF_WORD: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let mut languages = HashMap::new();
    for (bit, (_, words)) in COMMON_WORDS.iter().enumerate() {
        for word in words.split(' ') {
            *languages.entry(word).or_default() |= 1 << bit;
        }
    }
    languages
});

/// Whether the text given in parts is reliably in another language than `own`, which is a stemmer's name.
pub(crate) fn is_other_language<'t>(own: &str, parts: impl IntoIterator<Item = &'t str>) -> bool {
    let mut evidence = Evidence::default();
    let own_script = script_of(own);
    for part in parts {
        for_each_token(part, |token, _| {
            let Some(letter) = token.chars().find(|c| c.is_alphabetic()) else { return };
            evidence.words += 1;
            let script = Script::of(letter);
            if script == Script::Latin {
                evidence.count_word(token);
            } else if script != own_script {
                evidence.foreign_script += 1;
            }
            evidence.own_script += usize::from(script == own_script);
        });
    }
    evidence.speaks_against(own, own_script)
}

/// What was seen of a text.
#[derive(Default)]
struct Evidence {
    /// Tokens with a letter.
    words: usize,
    /// Those in the own language's script.
    own_script: usize,
    /// Those in a script that is neither Latin nor the own language's.
    foreign_script: usize,
    /// The common words of each language.
    common: [usize; COMMON_WORDS.len()],
    /// The different ones among them, by the bits of [`LANGUAGES_OF_WORD`].
    distinct: HashMap<&'static str, u32>,
}

impl Evidence {
    fn count_word(&mut self, word: &str) {
        let Some((&word, &languages)) = LANGUAGES_OF_WORD.get_key_value(word) else { return };
        self.distinct.insert(word, languages);
        for (bit, count) in self.common.iter_mut().enumerate() {
            *count += (languages >> bit & 1) as usize;
        }
    }

    fn speaks_against(&self, own: &str, own_script: Script) -> bool {
        if self.foreign_script >= MIN_WORDS && self.foreign_script * 2 > self.words {
            return true;
        }
        let own_words = match own_script {
            Script::Latin => self.common_in(own),
            _ => self.own_script,
        };
        (0..COMMON_WORDS.len()).any(|bit| {
            COMMON_WORDS[bit].0 != own
                && self.common[bit] >= MIN_WORDS.max(self.words / ONE_IN).max(TIMES * own_words)
                && self.distinct.values().filter(|&&languages| languages >> bit & 1 == 1).count()
                    >= MIN_DISTINCT
        })
    }

    /// The common words of a language by its name.
    fn common_in(&self, language: &str) -> usize {
        let at = COMMON_WORDS.iter().position(|&(name, _)| name == language);
        at.map_or(0, |at| self.common[at])
    }
}

/// The scripts that stemmers are for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Arabic,
    Cyrillic,
    Greek,
    Tamil,
    Other,
}

impl Script {
    fn of(letter: char) -> Self {
        match letter {
            'A'..='Z' | 'a'..='z' | 'ª'..='ɏ' | 'Ḁ'..='ỿ' => Self::Latin,
            'Ͱ'..='Ͽ' | 'ἀ'..='῿' => Self::Greek,
            'Ѐ'..='ԯ' => Self::Cyrillic,
            '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FEFC}' => Self::Arabic,
            '\u{B80}'..='\u{BFF}' => Self::Tamil,
            _ => Self::Other,
        }
    }
}

/// The script of a stemmer's language.
fn script_of(language: &str) -> Script {
    match language {
        "arabic" => Script::Arabic,
        "greek" => Script::Greek,
        "russian" => Script::Cyrillic,
        "tamil" => Script::Tamil,
        _ => Script::Latin,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_foreign(text: &str) -> bool {
        is_other_language("english", [text])
    }

    #[test]
    fn texts_of_other_languages_are_told_by_their_common_words() {
        for text in [
            "El gobernador firmó ayer la ley que sube el salario de los maestros y de las enfermeras del estado",
            "Der Minister hat am Montag ein Gesetz vorgelegt, das die Mieten in den Städten für fünf Jahre begrenzt",
            "Le conseil a voté une loi qui protège les rivières et les forêts dans le sud du pays pour dix ans",
            "O prefeito disse que não vai fechar a escola, mas que uma parte do prédio será usada para a saúde",
            "Ông nói rằng những người nông dân trong vùng đã được cho vay tiền để mua giống và phân bón",
            "Ang gobernador ay nagsabi na ang mga paaralan sa bayan ay hindi bubuksan hanggang sa Lunes",
        ] {
            assert!(is_foreign(text), "{text}");
        }
    }

    #[test]
    fn texts_in_other_scripts_are_foreign() {
        assert!(is_foreign("Губернатор подписал закон о школах и больницах"));
        assert!(is_foreign("州長は昨日、新しい学校の予算に署名した"));
        assert!(is_foreign("وقع الحاكم أمس قانونا جديدا للمدارس"));
        assert!(!is_foreign("The sign says школа and nothing else"));
    }

    #[test]
    fn numbers_names_and_random_letters_are_in_no_language() {
        assert!(!is_foreign(
            "Net loss 404,000 vs 71,000 Revs 3.1 mln vs 2.4 mln Avg shrs 9.2 mln vs 8.8 mln"
        ));
        assert!(!is_foreign("zxcv qwrt plmk dfgh bnmz zzlk trwq pplk mnbv lkjh"));
        assert!(!is_foreign("Rio de la Plata, Los Alamos, El Paso, San Jose del Cabo, Las Cruces"));
        assert!(!is_foreign("") && !is_foreign("12 34"));
    }

    #[test]
    fn an_english_text_with_a_quotation_stays_english() {
        let body = "The senator read the letter to the chamber and said that it was the voice of her state. ";
        let quotation = "“No es justo que los hijos de esta tierra no tengan lo que es de todos”, it said. ";
        assert!(is_foreign(quotation.trim_end_matches(", it said. ")));
        assert!(!is_foreign(&[body, quotation, body].concat()));
    }

    #[test]
    fn the_own_language_is_the_models() {
        let english =
            "The governor signed the law that raises the pay of teachers and of nurses in the state";
        assert!(is_other_language("german", [english]) && is_other_language("russian", [english]));
        assert!(!is_other_language("russian", ["Губернатор подписал закон о школах и больницах"]));
        let danish = "Regeringen vil have flere tog og busser i byerne, og det er en god nyhed for dem der ikke har bil";
        assert!(!is_other_language("danish", [danish]));
        assert!(!is_other_language("norwegian", [danish]), "too near to tell reliably");
    }
}
