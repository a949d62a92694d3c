public import Microkernel

extension ImageRegistry {
    /// Adds the domains that need nothing but what the description grants them: a domain of your own goes here.
    ///
    /// The key is the `path` of the description's `program_image`.
    public mutating func registerPlainImages() {
        register("greeter.elf", Greeter.self)
        register("visitor.elf", Visitor.self)
    }
}
