import LWECore
import Testing

@testable import ParameterSheets

struct ParameterReportTests {
    @Test func `lists all sets in 80 columns and accepts no weak one`() throws {
        let report = try ParameterReport(.all, exposure: .owner)
        #expect(report.isAccepted)
        for set in TFHEParameters.catalogue { #expect(report.text.contains("  \(set.name) ")) }
        for companion in Companion.catalogue { #expect(report.text.contains("  \(companion.name) ")) }
        #expect(report.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let refused = report.sheets.filter { !$0.isAccepted }.map(\.name)
        #expect(refused == TFHEParameters.insecure.map(\.name))
        #expect(report.text.contains("  insecure-tfhe-lib    the small key has 114.8 bits"))
    }

    @Test func `refuses 2^-64 behind a decryption service`() throws {
        let report = try ParameterReport(.all, exposure: .decryptionService)
        let refused = Set(report.sheets.filter { !$0.isAccepted }.map(\.name))
        #expect(
            refused.isSuperset(of: [
                "1_1-gaussian-64", "2_2-gaussian-64", "3_3-gaussian-64", "boolean", "boolean-ks-first",
            ]))
        #expect(
            refused.isDisjoint(with: ["2_2", "2_2-ks32", "boolean-165", "boolean-kms", "2_2-kms", "2_2-list"])
        )
        #expect(report.text.contains("one look-up in 2^64.3 fails: behind a decryption service"))
    }

    @Test(
        arguments: (TFHEParameters.catalogue + TFHEParameters.insecure).map(\.name)
            + Companion.catalogue.map(\.name))
    func `shows each set in 80 columns`(name: String) throws {
        let report = try ParameterReport(.named(name), exposure: .owner)
        #expect(report.isAccepted != name.hasPrefix("insecure"))
        #expect(report.text.hasPrefix("\(name): "))
        #expect(report.text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(report.text)")
        #expect(report.text.contains(report.isAccepted ? "\naccepted\n" : "\nrefused: "))
        #expect(report.json.hasPrefix("{\"accepted\":\(report.isAccepted),\"sets\":[{\"name\":\"\(name)\""))
    }

    @Test func `knows no other set`() {
        let error = ParameterFileError(
            file: "nix", reason: "there is no such parameter set; 'kms params' lists them")
        #expect(throws: error) { try ParameterReport(.named("nix"), exposure: .owner) }
        #expect(throws: error) { try ParameterReport(.search(replacing: "nix"), exposure: .owner) }
        #expect(throws: ParameterFileError(file: "/nowhere", reason: "No such file or directory")) {
            try ParameterReport(.file("/nowhere"), exposure: .owner)
        }
        #expect(throws: ParameterFileError(file: "/", reason: "Is a directory")) {
            try ParameterReport(.file("/"), exposure: .owner)
        }
    }

    @Test(arguments: [
        (0.05, 1, "0.1"), (-0.04, 1, "0.0"), (-129.58, 1, "-129.6"), (9.999, 2, "10.00"), (3, 0, "3"),
        (1.005, 3, "1.005"), (.infinity, 1, "inf"), (.nan, 1, "-"),
    ])
    func `writes decimals`(number: Double, places: Int, text: String) {
        #expect(Layout.decimal(number, places) == text)
    }
}
