/// The exit statuses of `kms`, as its help lists them.
enum ExitStatus {
    static let success: Int32 = 0
    static let negative: Int32 = 1
    static let badInput: Int32 = 2
    static let usage: Int32 = 64
}
