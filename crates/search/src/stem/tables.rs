//! Endings of Swedish, Danish, Norwegian, German, Dutch and Finnish.
//!
//! The first four are Snowball's (snowballstem.org/algorithms), over folded letters; German's `-ung` goes already in the
//! first region, so that "Zahlung" and "zahlen" meet. Dutch and Finnish are lighter: the endings of number and case.

use super::endings::{Ending, Endings};

const fn cut(any: &'static str) -> Ending {
    Ending { any, to: "", region: 1, after: "" }
}

const fn cut_after(any: &'static str, after: &'static str) -> Ending {
    Ending { any, to: "", region: 1, after }
}

const fn cut_far(any: &'static str, after: &'static str) -> Ending {
    Ending { any, to: "", region: 2, after }
}

const fn turn(any: &'static str, to: &'static str) -> Ending {
    Ending { any, to, region: 1, after: "" }
}

pub(crate) static SWEDISH: Endings = Endings {
    vowels: "aeiouy",
    least: 3,
    steps: &[
        &[
            cut(
                "a arna erna heterna orna ad e ade ande arne are aste en anden aren heten ern ar er heter or as arnas \
                 ernas ornas es ades andes ens arens hetens erns at andet het ast",
            ),
            cut_after("s", "bcdfghjklmnoprtvy"),
            // Not in Snowball's first version: "kortet", "köpet"; but "paket" and "budget" end so by themselves.
            cut_after("et ets", "!kg"),
        ],
        &[
            turn("dd", "d"),
            turn("gd", "g"),
            turn("nn", "n"),
            turn("dt", "d"),
            turn("gt", "g"),
            turn("kt", "k"),
            turn("tt", "t"),
        ],
        &[cut("lig ig els"), turn("lost", "los"), turn("fullt", "full")],
    ],
};

pub(crate) static DANISH: Endings = Endings {
    vowels: "aeiouy",
    least: 3,
    steps: &[
        &[
            cut(
                "hed ethed ered e erede ende erende ene erne ere en heden eren er heder erer heds es endes erendes enes \
                 ernes eres ens hedens erens ers ets erets et eret",
            ),
            cut_after("s", "abcdfghjklmnoprtvyz"),
        ],
        &[turn("gd", "g"), turn("dt", "d"), turn("gt", "g"), turn("kt", "k")],
        &[turn("igst", "ig")],
        &[cut("ig lig elig els"), turn("lost", "los")],
        &[
            turn("bb", "b"),
            turn("dd", "d"),
            turn("ff", "f"),
            turn("gg", "g"),
            turn("kk", "k"),
            turn("ll", "l"),
            turn("mm", "m"),
            turn("nn", "n"),
            turn("pp", "p"),
            turn("rr", "r"),
            turn("ss", "s"),
            turn("tt", "t"),
        ],
    ],
};

pub(crate) static NORWEGIAN: Endings = Endings {
    vowels: "aeiouy",
    least: 3,
    steps: &[
        &[
            cut(
                "a e ede ande ende ane ene hetene en heten ar er heter as es edes endes enes hetenes ens hetens ers ets \
                 et het ast",
            ),
            cut_after("s", "bcdfghjklmnoprtvyz"),
            turn("erte ert", "er"),
        ],
        &[turn("dt", "d"), turn("vt", "v")],
        &[cut("leg eleg ig eig lig elig els lov elov slov hetslov")],
    ],
};

pub(crate) static GERMAN: Endings = Endings {
    vowels: "aeiouy",
    least: 3,
    steps: &[
        &[cut("em ern er e en es"), cut_after("s", "bdfghklmnrt")],
        &[turn("niss", "nis")],
        &[cut("en er est"), cut_after("st", "bdfghklmnt")],
        &[cut("ung ungs"), cut_far("end", ""), cut_far("ig ik isch", "!e"), cut_far("lich heit keit", "")],
        &[cut_far("ig", "!e"), cut_far("lich", "")],
    ],
};

pub(crate) static DUTCH: Endings = Endings {
    vowels: "aeiouy",
    least: 3,
    steps: &[
        &[turn("heden", "heid"), cut_after("en ene", "!aeiouy"), cut_after("s se", "!aeiouyj")],
        &[cut_after("e", "!aeiouy")],
        &[cut_far("heid", "!c")],
        &[cut_far("end ing", ""), cut_far("ig", "!e"), cut_far("lijk baar", "")],
        &[
            turn("kk", "k"),
            turn("dd", "d"),
            turn("tt", "t"),
            turn("ll", "l"),
            turn("nn", "n"),
            turn("pp", "p"),
        ],
        // Long vowels are written once in an open syllable: betaal, betalen.
        &[
            turn("aal", "al"),
            turn("aan", "an"),
            turn("aar", "ar"),
            turn("aat", "at"),
            turn("oon", "on"),
            turn("oop", "op"),
            turn("oor", "or"),
            turn("eer", "er"),
            turn("eek", "ek"),
            turn("uur", "ur"),
        ],
    ],
};

pub(crate) static FINNISH: Endings = Endings {
    vowels: "aeiouy",
    least: 3,
    steps: &[
        &[cut("kin kaan ko pa han")],
        &[cut("ni si mme nne nsa")],
        &[
            cut(
                "issa ista illa ilta ille iksi itta ina ien iin ihin ssa sta lla lta lle ksi tta na ja ita ta",
            ),
            cut("den tten seen aan een oon uun hin n t a"),
        ],
        &[cut_after("i e a", "!aeiouy")],
        &[turn("kk", "k"), turn("pp", "p"), turn("tt", "t")],
    ],
};
