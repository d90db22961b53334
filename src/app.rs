//! The one stateful component: owns the state, runs `update`, hands effects on, draws.

use crate::effects::{self, World};
use crate::i18n::I18n;
use crate::platform;
use crate::screens::{self, Ui};
use klarna_help_state::{Action, Effect, Focus, State, update};
use klarna_help_wire::AppConfig;
use std::rc::Rc;
use yew::prelude::*;

/// What the app is mounted with.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// Client, locale, addresses and context.
    pub config: AppConfig,
    /// Takes each message for the host, as JSON.
    pub emit: js_sys::Function,
    /// The element drawn into.
    pub root: web_sys::Element,
}

/// The widget.
pub struct App {
    state: State,
    world: World,
    /// Texts, made when content comes.
    i18n: Option<Rc<I18n>>,
    /// Moved after the next drawing, when its target is there.
    focus: Option<Focus>,
}

impl Component for App {
    type Message = Action;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let props = ctx.props();
        let link = ctx.link().clone();
        let dispatch = Callback::from(move |action| link.send_message(action));
        dispatch.emit(Action::Mounted);
        let world = World::new(props.emit.clone(), props.root.clone(), dispatch);
        Self { state: State::new(props.config.clone()), world, i18n: None, focus: None }
    }

    fn update(&mut self, _: &Context<Self>, mut action: Action) -> bool {
        self.tell_time(&mut action);
        let effects = update(&mut self.state, action);
        self.refresh_texts();
        for effect in effects {
            match effect {
                Effect::Focus(focus) => self.focus = Some(focus),
                other => effects::run(other, &self.world, &self.state.config, self.i18n.as_ref()),
            }
        }
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let dispatch = self.world.dispatch.clone();
        // While the content of another language is on its way there is none.
        let there = self.i18n.as_ref().zip(self.state.pack.ready());
        let ui = there.map(|(i18n, pack)| Ui { pack: Rc::clone(pack), i18n: Rc::clone(i18n), dispatch });
        screens::frame(&self.state, ui.as_ref(), &self.world.dispatch)
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        // While the panel is closed the focus is the host's.
        if !self.state.open {
            return;
        }
        if let Some(focus) = self.focus.take() {
            platform::focus::move_to(&self.world.root, focus);
        }
    }
}

impl App {
    /// The one place that looks at the clock: actions that bring the time get it here, in the market's zone once the
    /// market is known.
    fn tell_time(&self, action: &mut Action) {
        let (zone, now) = match action {
            Action::Host(_, now) => (self.state.pack.ready().map(|pack| &pack.timezone), now),
            Action::PackLoaded(_, loaded, now) => (loaded.as_ref().ok().map(|pack| &pack.timezone), now),
            _ => return,
        };
        *now = platform::clock::now(zone.map(String::as_str));
    }

    fn refresh_texts(&mut self) {
        let Some(pack) = self.state.pack.ready() else { return };
        let shelf = self.state.shelf();
        if self.i18n.as_ref().is_none_or(|known| !known.is_of(pack, shelf)) {
            self.i18n = Some(Rc::new(I18n::new(Rc::clone(pack), shelf.cloned())));
        }
    }
}
