pub(crate) fn knob(name: &str, default: f64) -> f64 {
    use std::collections::BTreeMap;
    use std::sync::OnceLock;
    static ALL: OnceLock<BTreeMap<String, f64>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        std::env::vars().filter_map(|(k, v)| Some((k.strip_prefix("KNOB_")?.to_owned(), v.parse().ok()?))).collect()
    });
    all.get(name).copied().unwrap_or(default)
}
