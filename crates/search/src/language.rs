//! Languages as data: empty words, contractions, stems, compounds.
//!
//! A language that is not here is [`Language::Other`]: words are folded and matched as they are, with completion and
//! slips as for the others. To add one: a row in [`Language::rules`], and a table of endings if it has any (stem/tables.rs).

use crate::stem::{self, Endings};

/// The language of an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Swedish.
    Swedish,
    /// German.
    German,
    /// Danish.
    Danish,
    /// Norwegian, in either written form.
    Norwegian,
    /// Dutch.
    Dutch,
    /// Finnish.
    Finnish,
    /// Any other.
    #[default]
    Other,
}

/// What is known of a language.
pub(crate) struct Rules {
    /// Words too common to choose a document by, folded, parted by spaces.
    empty: &'static str,
    /// A contraction, without its apostrophe, and its words.
    contractions: &'static [(&'static str, &'static str)],
    /// Two letters that stand for one with a mark, and the letter as it is folded.
    spellings: &'static [(&'static str, &'static str)],
    /// The compounds of a language are one word, joined by one of these; empty where they are not.
    pub(crate) joints: &'static [&'static str],
    stem: Stemmer,
}

enum Stemmer {
    English,
    Table(&'static Endings),
    None,
}

const NONE: Rules = Rules { empty: "", contractions: &[], spellings: &[], joints: &[], stem: Stemmer::None };

static ENGLISH: Rules = Rules {
    empty: "a about all am an and any are as at be been but by can could did do does for from get got had has have he \
            hello help her hey hi his how i if in is it its just me my not now of on or our please she should so some \
            still than thank thanks that the their them then there these they this those to up us was we were what when \
            where which who why will with would you your",
    contractions: &[
        ("arent", "are not"),
        ("cannot", "can not"),
        ("cant", "can not"),
        ("couldnt", "could not"),
        ("didnt", "did not"),
        ("doesnt", "does not"),
        ("dont", "do not"),
        ("hadnt", "had not"),
        ("hasnt", "has not"),
        ("havent", "have not"),
        ("hes", "he is"),
        ("im", "i am"),
        ("isnt", "is not"),
        ("ive", "i have"),
        ("shes", "she is"),
        ("shouldnt", "should not"),
        ("thats", "that is"),
        ("theres", "there is"),
        ("theyre", "they are"),
        ("theyve", "they have"),
        ("wasnt", "was not"),
        ("werent", "were not"),
        ("weve", "we have"),
        ("whats", "what is"),
        ("wheres", "where is"),
        ("whos", "who is"),
        ("whys", "why is"),
        ("wont", "will not"),
        ("wouldnt", "would not"),
        ("youre", "you are"),
        ("youve", "you have"),
    ],
    stem: Stemmer::English,
    ..NONE
};

static SWEDISH: Rules = Rules {
    empty: "aldrig alla allt att av bara blev bli blir da dar de dem den denna deras dess det detta dig din dina ditt du \
            efter eller en er era ett far fatt fick for fran ha hade han har hej hennes hjalp hon honom hur i in inte ja \
            jag kan kunde man med mig min mina mitt mot mycket nagon nagot nar nej ni nu och om oss pa sa sig sin sina \
            sitt ska skulle som sa tack till under upp ut vad var vara varfor vart vem vi vid vilka vilken vilket vill",
    joints: &["", "s", "e", "o", "u"],
    stem: Stemmer::Table(&stem::SWEDISH),
    ..NONE
};

static GERMAN: Rules = Rules {
    empty: "aber alle als am an auch auf aus bei bekomme bin bis bitte da dann das dass dem den der des die dir doch du \
            ein eine einem einen einer eines er es fur geht habe haben hallo hat hatte hilfe hier ich ihm ihn ihr ihre im \
            in ist ja kann kein keine keinen konnen man mein meine meinem meinen meiner mich mir mit muss nach nicht noch \
            nun nur ob oder schon sein seine sich sie sind so soll uber um und uns von vom wann war warum was wegen wenn \
            wer werden wie wieder will wir wird wo wurde zu zum zur",
    spellings: &[("ue", "u"), ("oe", "o"), ("ae", "a")],
    joints: &["", "s", "es", "n", "en", "er", "e"],
    stem: Stemmer::Table(&stem::GERMAN),
    ..NONE
};

static DANISH: Rules = Rules {
    empty: "af alle at blev bliver da de dem den denne der deres det dette dig din dine dit du efter eller en er et far \
            fik for fra ham han har have hej hendes hjaelp hun hvad hvem hvis hvor hvorfor hvordan hvornar i ikke ind ja \
            jeg kan kunne man med men mig min mine mit nar nej ni noget nogle nu og om op os pa sa sig sin sine sit skal \
            skulle som tak til ud under var ved vi vil ville",
    spellings: &[("aa", "a"), ("oe", "o")],
    joints: &["", "s", "e"],
    stem: Stemmer::Table(&stem::DANISH),
    ..NONE
};

static NORWEGIAN: Rules = Rules {
    empty: "alle at av ble blir da de deg dem den denne der deres det dette din dine ditt du eller en er et etter far fatt \
            fikk for fra ham han har hei hennes hjelp hun hva hvem hvis hvor hvordan hvorfor i ikke inn ja jeg kan kunne \
            man med meg men min mine mitt nar nei no non na og om opp oss pa sa seg sin sine sitt skal skulle som takk \
            til under ut var ved vi vil ville",
    spellings: &[("aa", "a"), ("oe", "o")],
    joints: &["", "s", "e"],
    stem: Stemmer::Table(&stem::NORWEGIAN),
    ..NONE
};

static DUTCH: Rules = Rules {
    empty: "aan al als bij ben bent dan dat de deze die dit door een en er geen graag had hallo heb hebben heeft het hier \
            hij hoe hulp ik in is ja je jij jullie kan krijg kunnen maar me meer met mij mijn moet na naar nee niet nog nu \
            of om omdat ons onze ook op over te toch tot u uit uw van veel voor waar waarom wanneer want was wat we wel \
            wie wij wil worden wordt ze zich zij zijn zo",
    joints: &["", "s", "e", "en"],
    stem: Stemmer::Table(&stem::DUTCH),
    ..NONE
};

static FINNISH: Rules = Rules {
    empty: "ei eivat en ett etta han hei he ja joka jos kanssa kiitos kuin kuinka kun kylla me milloin mika miksi missa \
            mita mutta mina minulla minun minulle minut miten myos ne nyt olen oli olla on ovat se sen sina sinun siita \
            tai taman tama te vai vain voi voin voinko",
    joints: &["", "n"],
    stem: Stemmer::Table(&stem::FINNISH),
    ..NONE
};

impl Language {
    /// Every language, at the place of its code.
    const ALL: [Self; 8] = [
        Self::Other,
        Self::English,
        Self::Swedish,
        Self::German,
        Self::Danish,
        Self::Norwegian,
        Self::Dutch,
        Self::Finnish,
    ];

    /// The language of a locale such as `sv-SE` (BCP 47): by its first part.
    pub fn of_locale(locale: &str) -> Self {
        match locale.split(['-', '_']).next().unwrap_or_default() {
            "en" => Self::English,
            "sv" => Self::Swedish,
            "de" => Self::German,
            "da" => Self::Danish,
            "nb" | "nn" | "no" => Self::Norwegian,
            "nl" => Self::Dutch,
            "fi" => Self::Finnish,
            _ => Self::Other,
        }
    }

    /// Its number in an index.
    pub(crate) fn code(self) -> u8 {
        (0_u8..).zip(Self::ALL).find(|(_, l)| *l == self).map_or(0, |(code, _)| code)
    }

    pub(crate) fn from_code(code: u64) -> Option<Self> {
        Self::ALL.get(usize::try_from(code).ok()?).copied()
    }

    pub(crate) fn rules(self) -> &'static Rules {
        match self {
            Self::English => &ENGLISH,
            Self::Swedish => &SWEDISH,
            Self::German => &GERMAN,
            Self::Danish => &DANISH,
            Self::Norwegian => &NORWEGIAN,
            Self::Dutch => &DUTCH,
            Self::Finnish => &FINNISH,
            Self::Other => &NONE,
        }
    }

    /// Whether a folded word is too common to choose a document by.
    pub(crate) fn is_empty_word(self, word: &str) -> bool {
        self.rules().empty.split(' ').any(|empty| empty == word) && !word.is_empty()
    }

    /// The words of a contraction.
    pub(crate) fn contraction(self, word: &str) -> Option<&'static str> {
        self.rules().contractions.iter().find(|(short, _)| *short == word).map(|(_, long)| *long)
    }

    /// A folded word as the language's index spells it: "Ueberweisung" is "Überweisung".
    pub(crate) fn spelling(self, word: String) -> String {
        let mut word = word;
        for (two, one) in self.rules().spellings {
            // Between vowels ("neue", "steuer") and after q the two letters are two.
            while let Some(at) = word
                .match_indices(two)
                .map(|(at, _)| at)
                .find(|at| !word.get(..*at).is_some_and(|before| before.ends_with(['a', 'e', 'q'])))
            {
                word.replace_range(at..at + two.len(), one);
            }
        }
        word
    }

    /// The stem of a folded word.
    pub(crate) fn stem(self, word: &str) -> String {
        match self.rules().stem {
            Stemmer::English => stem::english(word),
            Stemmer::Table(endings) => endings.stem(word),
            Stemmer::None => word.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language() {
        for (locale, expected) in [
            ("en-GB", Language::English),
            ("sv_SE", Language::Swedish),
            ("nn", Language::Norwegian),
            ("pl-PL", Language::Other),
            ("", Language::Other),
        ] {
            assert_eq!(Language::of_locale(locale), expected, "{locale}");
        }
        for language in Language::ALL {
            assert_eq!(Language::from_code(u64::from(language.code())), Some(language));
        }
        assert_eq!(Language::from_code(99), None);
    }

    #[test]
    fn empty_words_are_folded_as_queries_are() {
        for language in Language::ALL {
            for word in language.rules().empty.split(' ').filter(|w| !w.is_empty()) {
                let folded = crate::analyse::words(word, language);
                assert!(folded.iter().any(|w| w.folded == word), "{language:?} {word}");
            }
        }
        assert!(Language::English.is_empty_word("the") && !Language::English.is_empty_word(""));
    }
}
