import Foundation
import Testing

struct ParamsCommandTests {
    @Test func `lists the sets`() throws {
        let result = try KMS.run("params")
        #expect(result.status == 0)
        #expect(result.errors == "")
        #expect(result.output.contains("\n  2_2-ks32 "))
        #expect(result.output.contains("\nRefused\n  insecure-tfhe-lib "))
    }

    @Test(
        arguments: [
            (["2_2"], 0), (["insecure-tfhe-lib"], 1), (["2_2-gaussian-64"], 0),
            (["2_2-gaussian-64", "--decryption-service"], 1), (["boolean", "--decryption-service"], 1),
            (["boolean-kms", "--decryption-service"], 0),
        ] as [([String], Int32)])
    func `says by its status whether a set is accepted`(words: [String], status: Int32) throws {
        for format in ["text", "json"] {
            let result = try KMS.run(["params"] + words + ["--format", format])
            #expect(result.status == status)
            #expect(result.errors == "")
            #expect(result.output.contains(words[0]))
        }
    }

    @Test func `checks a file`() throws {
        let scratch = try ScratchDirectory()
        let weak = """
            {"name": "weak",
             "key": {"dimension": 1024, "modulusLog2": 32, "noise": {"units": 3.2}, "secret": "ternary"}}
            """
        let file = try scratch.write(weak, to: "weak.json")
        let refused = try KMS.run("params", "--check", file)
        #expect(refused.status == 1)
        #expect(refused.output.contains("refused: the key has 10"))
        let strong = try scratch.write(weak.replacing("32", with: "27"), to: "strong.json")
        #expect(try KMS.run("params", "--check", strong).status == 1)
        let wide = try scratch.write(weak.replacing("32", with: "26"), to: "wide.json")
        #expect(try KMS.run("params", "--check", wide).status == 0)
        let bad = try KMS.run("params", "--check", try scratch.write("{\"name\":\n 3}", to: "bad.json"))
        #expect(bad.status == 2)
        #expect(bad.output == "")
        #expect(
            bad.errors.hasSuffix(
                "bad.json:2:2: 'name' is 1 to 64 printable ASCII characters without blanks\n"))
    }

    @Test func `knows no other set`() throws {
        let result = try KMS.run("params", "3_4")
        #expect(result.status == 2)
        #expect(result.errors == "Error: 3_4: there is no such parameter set; 'kms params' lists them\n")
    }
}
