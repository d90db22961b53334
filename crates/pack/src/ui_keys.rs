keys! {
    Help = "help",
}
