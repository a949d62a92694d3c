import Foundation
import SystemDescription
import Testing

struct FileTests {
    private func scratch(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory.path)
    }

    @Test func `says that a file does not exist in the real tool's words`() {
        #expect(
            DescriptionChecker().checkFile("no/such.system").standardErrorText
                == "microkit: error: system description file 'no/such.system' does not exist\n")
    }

    @Test func `refuses a directory`() throws {
        try scratch { directory in
            let result = DescriptionChecker().checkFile(directory)
            #expect(result.errors.first?.message.hasSuffix("cannot be read: it is a directory") == true)
        }
    }

    @Test func `reads a file and its prefill`() throws {
        try scratch { directory in
            let text =
                "<system><memory_region name=\"r\" prefill_path=\"r.bin\" /><protection_domain name=\"p\">"
                + "<program_image path=\"p\" /><map mr=\"r\" vaddr=\"0\" /></protection_domain></system>"
            try Data(text.utf8).write(to: URL(fileURLWithPath: directory + "/a.system"))
            try Data(count: 5000).write(to: URL(fileURLWithPath: directory + "/r.bin"))
            let checker = DescriptionChecker(options: CheckOptions(searchPaths: ["/nonexistent", directory]))
            let region = try #require(checker.checkFile(directory + "/a.system").system?.memoryRegions.first)
            #expect(region.byteCount == 0x2000 && region.prefillByteCount == 5000)
            #expect(region.prefillFile == directory + "/r.bin")
        }
    }

    @Test func `reads no more than it accepts`() throws {
        try scratch { directory in
            try Data(count: 20 << 20).write(to: URL(fileURLWithPath: directory + "/big"))
            let result = DescriptionChecker().checkFile(directory + "/big")
            #expect(result.errors.first?.message.hasPrefix("Error: description is larger than") == true)
        }
    }
}
