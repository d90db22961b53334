//! The words that tell a secret from a number, in the languages of the markets: en sv nb da de nl fi fr es it pt pl.
//!
//! Folded as [`super::cells`] folds: no accents, lower case; `æ` and `å` are `a`, `ø` is `o`, `ß` is `s`. A star ends
//! a stem. One list a meaning; a word stands in a list once, whatever its language.

/// Whether the word is in the list.
#[inline(never)]
pub(super) fn among(list: &str, word: &[u8]) -> bool {
    list.as_bytes().split(|b| *b == b' ').any(|entry| match entry.strip_suffix(b"*") {
        Some(stem) => word.starts_with(stem),
        None => word == entry,
    })
}

/// What always names a secret number: check values of cards, PINs, one-time codes.
pub(super) const CODE_SURE: &str = "cvv cvv2 cvc cvc2 csc cvn otp totp 2fa mfa tan mtan pushtan smstan phototan pin \
passcode kartenpruf* prufnummer prufziffer* kortpruf* cryptogramme pintunnus* tunnuslu* kontrollsiff* kontrolcif*";

/// "Code" by itself; a word before it may say that it is no secret ([`NO_SECRET`]).
pub(super) const CODE: &str = "code kod koden kodet kode koodi koodin koodini codigo codice kodu";

/// How a compound of "code" ends.
pub(super) const CODE_ENDS: [&[u8]; 9] =
    [b"code", b"codes", b"kod", b"koden", b"kode", b"koodi", b"koodin", b"koodini", b"codice"];

/// How a compound of "code" begins that is a secret: one-time, confirm, verify, security, log in, …
pub(super) const CODE_STEMS: &str = "engang* einmal* eenmal* bekraf* bekref* verif* sakerh* sikker* sicherh* bestatig* \
bevest* beveil* vahvist* varmen* turva* kerta* pin* sms* login* inlog* innlog* anmelde* aktiv* freischalt* zugang* \
toegang* adgang* access* klarna* bank* cv* secur* digit";

/// Before "code", or between it and the number: a code that is no secret.
pub(super) const NO_SECRET: &str = "discount promo* voucher coupon gift referral invite error status zip post* country \
area dial* sort swift bic bar qr product vat tax source color colour rabat* kampan* gutschein* fehler* feil* fejl* fel \
fout* erreur errore blad* land* kortings* alennus* reduc* desc* scont* barras barre kreskow* region* department";

/// What an order, a phone or a reference is called. A number named so is left alone.
pub(super) const LABEL: &str = "order* ordre* orden* ordin* bestell* bestil* bestall* tilaus* commande* pedido* \
encomend* zamow* invoice* faktur* fakt* rechnung* lasku* factu* fattur* fatura* track* spar* spor* sporing* sendung* \
send* zending* seurant* suivi seguim* spedizion* przesyl* parcel* paket* pakke* pakett* kolli* shipment* tel telef* \
phone* mobil* handy* puhelin* gsm fax ref referen* viit* ocr kid case* ticket* arende* article* artik* item* sku ean \
isbn gtin imei serial* serie* customer* kund* klant* klient* client* asiakas* transa* payment* booking* return* retur* \
account* konto* member* store merchant";

/// How a compound ends that is a label.
pub(super) const LABEL_ENDS: [&[u8]; 5] = [b"nummer", b"numret", b"nr", b"referenz", b"referens"];

/// Between a name and its number: "no.", "number".
pub(super) const NUMBER: &str = "no nr number numbers num nummer nummeret numret numero numer nro id har has";

/// Between a secret's name and its value, and no word of English besides.
pub(super) const IS: &str =
    "is was are ar var er ist war lautet lauten lyder est etait es era jest brzmi oli";

/// The same in one language, and something else in another.
pub(super) const MAYBE_IS: &str = "on to e som as als comme como come jako";

/// Between "code" and its number in the languages that put it there: "code de vérification", "kod SMS".
pub(super) const CODE_OF: &str = "code kod kode codigo codice pin sms de d di du a la uso verif* confir* conf secur* \
segur* sicur* secret* acces* usage unic* unique weryf* jednoraz* autoryz* potwierdz* bezpiecz* klarna";

/// Where a sentence turns to something else.
pub(super) const TURN: &str = "and but och men und aber et mais y pero og ja mutta en maar oraz ale or if";

/// Money after a number.
pub(super) const MONEY: &str =
    "kr kronor kroner sek nok dkk eur euro euros gbp usd pounds dollars pln zl zloty";

/// What a password is called.
pub(super) const PASSWORD: &str = "password* passwort* passord* losenord* wachtwoord* kennwort* salasana* contrasen* \
adgangsord* kodeord* adgangskode* haslo hasla haslem senha passwd passphrase mdp pw pwd psw";

/// What a password is called where the word means more: the value has to look like one.
pub(super) const PASSWORD_MAYBE: &str = "pass losen clave parola";

/// What is said of a password that is not it.
pub(super) const NO_PASSWORD: &str = "a an the my your i it its it's that this what why how when where please can \
cannot cant can't does doesn't doesnt don't dont did didn't won't wont isn't isnt not no never always still also too so \
just now being been used incorr* inval* corr* korrekt* wrong right good fine ok okay secret strong weak short long \
unknown unsafe safe gone same different old new case-sensitive accepted visible saved known forgot* lost stol* reset \
chang* block* lock* expir* reject* requir* need* hack* compromis* refus* work* miss* leak* set broken blank empty \
hidden fel felaktig* feil forkert* inte ikke ej icke ogiltig* ugyldig* glom* glem* bytt* borta ratt rett riktig* stulet \
stjal* andra* spar* sparr* fungera* falsch* nicht kein* ungult* abgel* vergess* gestohl* gesperr* richtig weg zu fout \
verkeerd* onjuist* niet geen ongeld* verlop* verget* geblok* kwijt juist goed vaar* ei unoht* hukassa vanhen* oikein \
faux fausse pas plus oubli* errone* bon perdu* vol* mal muy olvid* equivoc* caduc* sbagliat* errat* non dimentic* \
scadut* rubat* bloc* errad* nao esquec* muito zle zly bledn* niepraw* nie zapomn* popraw* niewaz* wygas* demand*";

/// What a national identity number is called: asked for where the digits alone say too little.
pub(super) const IDENTITY: &str = "personn* personbet* personal* samordning* pnr fodsels* fodelse* fnr cpr* hetu* \
henkilo* sotu bsn burgerserv* sofi* nif nie dni nir contribu* nhs svnr sv sozial* versicherungs* social* ssn steuer* \
tin pesel* rijksreg* insz niss registre fiscal* pps ppsn nino identit* identif* idnr";
