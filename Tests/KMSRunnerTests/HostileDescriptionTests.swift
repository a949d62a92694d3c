import Foundation
import Testing

/// Descriptions of four megabytes that want the checker to work more, or to hold more, than their size warrants.
///
/// The limits are the kernel's, far above what is needed (0.2 s, 80 MB) and far below what anything quadratic would take:
/// 20 seconds of processor time, not of the clock, and 512 MB of addresses.
struct HostileDescriptionTests {
    private static let domain =
        "<protection_domain name=\"p\"><program_image path=\"p\"/></protection_domain>"

    private static func fill(_ part: (Int) -> String) -> String {
        var text = ""
        var index = 0
        while text.utf8.count < 3_900_000 {
            text += part(index)
            index += 1
        }
        return text
    }

    private static func inSystem(_ part: (Int) -> String) -> String {
        "<system>\(domain)\(fill(part))</system>"
    }

    private static func inDomain(_ part: (Int) -> String) -> String {
        "<system><memory_region name=\"r\" size=\"0x1000\"/><protection_domain name=\"p\"><program_image path=\"p\"/>"
            + "\(fill(part))</protection_domain></system>"
    }

    private static let texts: [String: @Sendable () -> String] = [
        "depth": { "<system>" + fill { _ in "<a>" } },
        "attributes": { "<system" + fill { " a\($0)=''" } + "/>" },
        "one attribute": { "<system a='" + fill { _ in "x" } + "'/>" },
        "references in a value": { "<system a='" + fill { _ in "&amp;" } + "'/>" },
        "line ends in a value": { "<system a='" + fill { _ in "\r\n" } + "'/>" },
        "namespaces": {
            "<system>"
                + fill {
                    "<a xmlns:p\($0 % 5000)='u'>"
                        + ($0 % 100 == 99 ? String(repeating: "</a>", count: 100) : "")
                }
        },
        "prefixes": { "<system xmlns:x='u'>" + fill { _ in "<x:a x:b='' x:c=''/>" } + "</system>" },
        "one name": { "<" + fill { _ in "n" } + "/>" },
        "text": { "<system>" + fill { _ in "text " } + "</system>" },
        "pieces of text": { "<system>" + fill { _ in "t<!---->" } + "</system>" },
        "brackets": { "<system>" + fill { _ in "]" } + "</system>" },
        "brackets in a section": { "<system><![CDATA[" + fill { _ in "]" } + "]]></system>" },
        "hyphens": { "<system><!--" + fill { _ in "- " } + "--></system>" },
        "question marks": { "<system><?a " + fill { _ in "?" } + "?></system>" },
        "never ended": { "<system><!--" + fill { _ in "x" } },
        "errors of XML": { "<system>" + fill { _ in "<a b=c/>&" } + "</system>" },
        "wrong end tags": { "<system>" + fill { _ in "<a></b>" } + "</system>" },
        "no line ends": { inSystem { _ in "<bad/>" } },
        "unknown elements": { inSystem { "<memory_regoin\($0)/>" } },
        "unknown attributes": { inSystem { "<memory_region name=\"r\($0)\" size=\"0x1000\" siez=\"\"/>" } },
        "same names": { inSystem { _ in "<memory_region name=\"r\" size=\"0x1000\"/>" } },
        "long names": {
            inSystem {
                "<memory_region name=\"\(String(repeating: "r", count: 1000))\($0)\" size=\"0x1000\"/>"
            }
        },
        "overlapping regions": {
            inSystem { "<memory_region name=\"r\($0)\" size=\"0x10000000\" phys_addr=\"0x1000\"/>" }
        },
        "nested regions": {
            inSystem {
                "<memory_region name=\"r\($0)\" size=\"0x\(String(0x10_0000 - $0, radix: 16))000\" phys_addr=\"0x\(String($0, radix: 16))000\"/>"
            }
        },
        "overlapping maps": { inDomain { _ in "<map mr=\"r\" vaddr=\"0x1000\"/>" } },
        "maps of nothing": { inDomain { "<map mr=\"s\($0)\" vaddr=\"0x1000\"/>" } },
        "same symbols": {
            inDomain { "<map mr=\"r\" vaddr=\"0x\(String($0, radix: 16))000\" setvar_vaddr=\"s\"/>" }
        },
        "capabilities": { inDomain { _ in "<cspace><cap_tcb slot=\"1\" pd=\"p\"/></cspace>" } },
        "capabilities in one": { inDomain { $0 == 0 ? "<cspace>" : "<cap_tcb slot=\"1\" pd=\"q\"/>" } },
        "channels": {
            inSystem { "<channel><end pd=\"p\" id=\"\($0 % 62)\"/><end pd=\"q\($0)\" id=\"1\"/></channel>" }
        },
        "ends": {
            "<system>\(domain)<channel>" + fill { _ in "<end pd=\"p\" id=\"1\"/>" } + "</channel></system>"
        },
        "domains": {
            "<system>"
                + fill {
                    "<protection_domain name=\"p\($0)\"><program_image path=\"p\"/></protection_domain>"
                } + "</system>"
        },
        "schedule": {
            "<system><domains><domain name=\"d\"/><domain_schedule>" + fill { _ in "<schedule_end_marker/>" }
                + "</domain_schedule></domains></system>"
        },
        "not UTF-8 at the end": { inSystem { _ in "é" } },
    ]

    @Test(arguments: texts.keys.sorted())
    func `is checked or refused within its means`(name: String) throws {
        let scratch = try ScratchDirectory()
        let make = try #require(Self.texts[name])
        let file = try scratch.write(make(), to: "h.system")
        let result = try KMS.shell("ulimit -v 524288 && ulimit -t 20 && exec \"$KMS\" check '\(file)'")
        #expect(result.status == 2 || result.status == 0, "\(result.errors.prefix(300))")
        #expect(result.status == 0 || !result.errors.isEmpty)
        #expect(result.errors.utf8.count < 4_000_000)
    }

    @Test func `includes do not multiply without bound`() throws {
        let scratch = try ScratchDirectory()
        let inclusion = "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\""
        for level in 0..<20 {
            let two = String(repeating: "\(inclusion)\(level + 1).xml\"/>", count: 2)
            _ = try scratch.write("<system>\(two)</system>", to: "\(level).xml")
        }
        _ = try scratch.write("<system>\(String(repeating: Self.domain, count: 100))</system>", to: "20.xml")
        let result = try KMS.shell(
            "ulimit -v 524288 && ulimit -t 20 && cd '\(scratch.path)' && exec \"$KMS\" check --xinclude 0.xml"
        )
        #expect(result.status == 2)
        #expect(result.errors.contains("included"))
    }
}
