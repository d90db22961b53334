//! An article: its blocks as elements. No string becomes markup.

use super::{Ui, heading, in_english, web_link};
use crate::components::callout::callout;
use crate::components::card::Card;
use crate::components::list::section;
use crate::components::text::{around, several, text, words_of};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Block, Body, Callout, Inline, Link, Shelf, Target};
use yew::prelude::*;

pub(super) fn view(ui: &Ui, shelf: &Shelf, slug: &str, body: &Body) -> Html {
    let Some(article) = shelf.article(slug) else {
        return html! { <>{ heading(ui.t(Key::Help)) }{ text("p", "", ui.t(Key::ArticleMissing)) }</> };
    };
    let related = body.related.iter().filter_map(|link| {
        let onclick = ui.follow(link)?;
        let tag = if matches!(link, Link::Flow(_)) { ui.t(Key::KindGuide) } else { "" };
        let target = target_of(link);
        let lang = target.as_ref().and_then(|target| ui.lang_of(target));
        let card = Card { title: ui.link_title(link), text: "", tag, onclick };
        Some(card.leading_to(target.as_ref().map(Ui::name_of), lang))
    });
    let lang = ui.lang_of(&Target::Article(slug.into()));
    let words = several(vec![
        heading(&article.title),
        text("p", "kh-lead", &article.summary),
        several(body.blocks.iter().map(|b| block(ui, b)).collect()),
    ]);
    html! {
        <article class="kh-article">
            { in_english(ui, lang, words) }
            if shelf.market.sample && has_facts(&body.blocks) { { text("p", "kh-quiet", ui.t(Key::SampleNote)) } }
            { section(ui.t(Key::ArticleRelated), related.collect()) }
        </article>
    }
}

fn target_of(link: &Link) -> Option<Target> {
    match link {
        Link::Article(slug) => Some(Target::Article(slug.clone())),
        Link::Flow(slug) => Some(Target::Flow(slug.clone())),
        Link::Contact | Link::Case(_) | Link::Web(_) => None,
    }
}

fn has_facts(blocks: &[Block]) -> bool {
    let fact = |inlines: &Vec<Inline>| inlines.iter().any(|i| matches!(i, Inline::Fact(_)));
    blocks.iter().any(|block| match block {
        Block::Heading(inlines) | Block::Paragraph(inlines) => fact(inlines),
        Block::Steps(items) | Block::Bullets(items) | Block::Callout(_, items) => items.iter().any(fact),
    })
}

fn block(ui: &Ui, block: &Block) -> Html {
    let items = |items: &[Vec<Inline>]| -> Vec<Html> {
        items.iter().map(|item| around("li", "", inlines(ui, item))).collect()
    };
    match block {
        Block::Heading(list) => around("h2", "", inlines(ui, list)),
        Block::Paragraph(list) => around("p", "", inlines(ui, list)),
        Block::Steps(list) => around("ol", "", items(list)),
        Block::Bullets(list) => around("ul", "", items(list)),
        Block::Callout(kind, paragraphs) => {
            let word = ui.t(match kind {
                Callout::Note => Key::CalloutNote,
                Callout::Warning => Key::CalloutWarning,
            });
            let body = several(paragraphs.iter().map(|p| around("p", "", inlines(ui, p))).collect());
            callout(*kind, word, body)
        }
    }
}

fn inlines(ui: &Ui, list: &[Inline]) -> Vec<Html> {
    list.iter().map(|inline| one(ui, inline)).collect()
}

fn one(ui: &Ui, inline: &Inline) -> Html {
    match inline {
        Inline::Text(words) => words_of(words),
        Inline::Fact(_) => words_of(&ui.i18n.inline(inline)),
        Inline::Strong(words) => text("strong", "", words),
        Inline::Em(words) => text("em", "", words),
        Inline::Link(Link::Web(address), words) => web_link(ui, address, words),
        Inline::Link(link, words) => match ui.follow(link) {
            Some(onclick) => html! { <button type="button" class="kh-link" {onclick}>{ words }</button> },
            None => words_of(words),
        },
    }
}
