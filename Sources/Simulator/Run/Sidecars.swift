/// Names of the files beside a description, which the description does not know of.
enum Sidecars {
    /// `NAME` of `NAME.system.xml`, `NAME.system` or `NAME.xml`; the whole path when it ends otherwise.
    static func base(of description: String) -> String {
        for ending in [".system.xml", ".system", ".xml"] where description.hasSuffix(ending) {
            return String(description.dropLast(ending.count))
        }
        return description
    }

    /// What stand-ins do.
    static func script(of description: String) -> String { base(of: description) + ".script.json" }
}
