import FlowAnalysis
import SystemDescription
import Testing

/// A system that keeps its policy; every leak below is planted in it.
private enum Sound {
    static let xml = """
        <system>
            <memory_region name="key" size="0x1000" />
            <memory_region name="input" size="0x1000" />
            <memory_region name="cipher" size="0x1000" />
            <memory_region name="log" size="0x1000" />
            <memory_region name="scratch" size="0x1000" />
            <memory_region name="regs" size="0x1000" phys_addr="0x9000000" />
            <!--system-->
            <protection_domain name="maker" priority="100"><!--in maker-->
                <program_image path="maker.elf" />
                <map mr="key" vaddr="0x4000000" perms="rw" />
                <!--maker-->
            </protection_domain><!--/maker-->
            <protection_domain name="vault" priority="90"><!--in vault-->
                <program_image path="vault.elf" />
                <map mr="key" vaddr="0x4000000" perms="r" />
                <map mr="input" vaddr="0x4001000" perms="r" />
                <map mr="cipher" vaddr="0x4002000" perms="rw" />
                <!--vault-->
            </protection_domain><!--/vault-->
            <protection_domain name="front" priority="50">
                <program_image path="front.elf" />
                <map mr="input" vaddr="0x4001000" perms="rw" />
                <map mr="cipher" vaddr="0x4002000" perms="r" />
                <!--front-->
            </protection_domain>
            <protection_domain name="net" priority="40">
                <program_image path="net.elf" />
                <map mr="cipher" vaddr="0x4002000" perms="r" />
                <!--net-->
            </protection_domain>
            <protection_domain name="warden" priority="200">
                <program_image path="warden.elf" />
                <!--warden-->
            </protection_domain>
            <protection_domain name="idle" priority="10">
                <program_image path="idle.elf" />
                <map mr="log" vaddr="0x4003000" perms="r" />
                <!--idle-->
            </protection_domain>
            <channel><end pd="front" id="1" /><end pd="vault" id="1" /></channel>
            <channel><end pd="vault" id="2" notify="false" /><end pd="maker" id="2" /></channel>
        </system>
        """
    static let policy = """
        region key secret readers maker vault influencers maker
        region input client readers front vault influencers front vault
        region cipher public influencers vault
        region log public
        domain maker secret
        domain vault secret
        domain front client
        domain net public
        domain warden public
        domain idle public
        declassifier vault "encrypts"
        endorser vault "checks what it encrypts"
        """
}

/// A change of the sound system, by replacing texts, that opens exactly the leak it is named after.
struct PlantedLeak: Sendable, CustomTestStringConvertible {
    var name: String
    /// Marker (without its comment signs) and what is put there; or any text of description or policy.
    var changes: [(at: String, put: String)]
    var rule: PolicyViolation.Rule
    var offender: String
    /// A step that the witness must show.
    var step: FlowEdge.Kind
    var options = CheckOptions()
    var change: @Sendable (inout CheckedSystem) -> Void = { _ in }
    var testDescription: String { name }

    func analysis() throws -> SystemAnalysis {
        var (xml, policy) = (Sound.xml, Sound.policy)
        for (place, text) in changes {
            if place == "policy" {
                policy += "\n" + text
            } else if xml.contains("<!--\(place)-->") {
                xml = xml.replacing("<!--\(place)-->", with: text)
            } else {
                try #require(xml.contains(place) || policy.contains(place), "no '\(place)' in '\(name)'")
                xml = xml.replacing(place, with: text)
                policy = policy.replacing(place, with: text)
            }
        }
        return try Analysed.analysis(xml, policy: policy, options: options, change: change)
    }
}

private let pc = CheckOptions(profile: .x86_64)
private let pcWithoutIOMMU: CheckOptions = {
    var options = CheckOptions(profile: .x86_64)
    options.profile.iommu = false
    return options
}()
private let smc: CheckOptions = {
    var options = CheckOptions()
    options.profile.smc = .on
    return options
}()
private let fourCores = CheckOptions(profile: .aarch64SMP4)

private func map(_ region: String, _ perms: String, _ place: Int = 9) -> String {
    "<map mr=\"\(region)\" vaddr=\"0x400\(place)000\" perms=\"\(perms)\" />"
}
private func guest(_ region: String, _ perms: String) -> String {
    "<virtual_machine name=\"guest\"><vcpu id=\"0\" />\(map(region, perms))</virtual_machine>"
}
private func device(_ region: String, _ perms: String) -> String {
    "<io_address_space name=\"nic\" peripheral_id=\"0:3.0\" domain_id=\"1\">"
        + "<iomap mr=\"\(region)\" iovaddr=\"0x1000\" perms=\"\(perms)\" /></io_address_space>"
}
private let small = ("name=\"key\" size=\"0x1000\"", "name=\"key\" size=\"0x1000\" page_size=\"0x1000\"")
private func msi(_ id: Int, vector: Int = 1) -> String {
    "<irq pcidev=\"0:3.0\" handle=\"0\" vector=\"\(vector)\" id=\"\(id)\" />"
}
/// The vault's device may read the key; idle can configure every device.
private let configured = [
    small, ("vault", msi(7)), ("idle", "<ioport id=\"3\" addr=\"0xcf8\" size=\"8\" />"),
    ("</system>", device("key", "r") + "</system>"), ("readers maker vault", "readers maker vault nic"),
]
private func capability(_ kind: String, _ domain: String) -> String {
    "<cspace><cap_\(kind) slot=\"1\" pd=\"\(domain)\" /></cspace>"
}
private func channel(
    _ a: String, _ b: String, _ rightsOfA: String = "", _ rightsOfB: String = "notify=\"false\""
)
    -> String
{
    "<channel><end pd=\"\(a)\" id=\"9\" \(rightsOfA) /><end pd=\"\(b)\" id=\"9\" \(rightsOfB) /></channel>"
}
private let call = "pp=\"true\" notify=\"false\""
private func wrapped(_ domain: String) -> [(String, String)] {
    [
        (
            "<protection_domain name=\"\(domain)\"",
            "<protection_domain name=\"spy\" priority=\"250\"><program_image path=\"spy.elf\" />"
                + "<protection_domain id=\"1\" name=\"\(domain)\""
        ), ("/\(domain)", "</protection_domain>"),
    ]
}
private func twiceWrapped(_ domain: String) -> [(String, String)] {
    [
        (
            "<protection_domain name=\"\(domain)\"",
            "<protection_domain name=\"spy\" priority=\"251\"><program_image path=\"spy.elf\" />"
                + "<protection_domain id=\"1\" name=\"mid\" priority=\"250\"><program_image path=\"mid.elf\" />"
                + "<protection_domain id=\"1\" name=\"\(domain)\""
        ), ("/\(domain)", "</protection_domain></protection_domain>"),
    ]
}
private func child(of parent: String, _ body: String) -> (String, String) {
    (
        parent,
        "<protection_domain id=\"5\" name=\"kid\" priority=\"5\"><program_image path=\"kid.elf\" />"
            + "\(body)</protection_domain>"
    )
}
private let relay =
    "<protection_domain name=\"relay\" priority=\"30\"><program_image path=\"r.elf\" />"

private let leaks: [PlantedLeak] = [
    // Shared memory.
    .init(
        name: "a map of the key", changes: [("idle", map("key", "r"))], rule: .reader, offender: "idle",
        step: .read),
    .init(
        name: "a map of the key in a client's domain", changes: [("front", map("key", "r"))], rule: .reader,
        offender: "front", step: .read),
    .init(
        name: "a map of the key in a new domain",
        changes: [("system", relay + map("key", "r") + "</protection_domain>")], rule: .reader,
        offender: "relay", step: .read),
    .init(
        name: "a map of the key in a child", changes: [child(of: "idle", map("key", "r"))], rule: .reader,
        offender: "kid", step: .read),
    .init(
        name: "a map of the key that only executes", changes: [("idle", map("key", "x"))], rule: .reader,
        offender: "idle", step: .execute),
    .init(
        name: "a map of clients' data", changes: [("net", map("input", "r"))], rule: .reader, offender: "net",
        step: .read),
    .init(
        name: "a map by level alone",
        changes: [
            ("region key secret readers maker vault", "region key secret"), ("front", map("key", "r")),
        ], rule: .clearance, offender: "front", step: .read),
    .init(
        name: "a second writer of the key", changes: [("idle", map("key", "rw"))], rule: .influence,
        offender: "idle", step: .write),
    .init(
        name: "a second writer of clients' data", changes: [("warden", map("input", "rw"))], rule: .influence,
        offender: "warden", step: .write),
    .init(
        name: "a second writer of what goes out", changes: [("idle", map("cipher", "rw"))], rule: .influence,
        offender: "idle", step: .write),
    .init(
        name: "key material into a public region", changes: [("maker", map("log", "rw"))], rule: .label,
        offender: "log", step: .write),
    .init(
        name: "clients' data into a public region", changes: [("front", map("log", "rw"))], rule: .label,
        offender: "log", step: .write),
    .init(
        name: "a region without a label between",
        changes: [("maker", map("scratch", "rw")), ("idle", map("scratch", "r", 8))], rule: .clearance,
        offender: "idle", step: .read),
    .init(
        name: "a domain of a lower level between",
        changes: [("maker", map("scratch", "rw")), ("front", map("scratch", "r", 8))], rule: .clearance,
        offender: "front", step: .read),
    .init(
        name: "an unlabelled domain between",
        changes: [
            ("maker", map("scratch", "rw")), ("system", relay + map("scratch", "r") + "</protection_domain>"),
        ], rule: .clearance, offender: "relay", step: .read),
    .init(
        name: "two regions between",
        changes: [
            ("policy", "domain relay secret"),
            (
                "system",
                "<memory_region name=\"far\" size=\"0x1000\" />" + relay + map("scratch", "r")
                    + map("far", "rw", 8) + "</protection_domain>"
            ), ("maker", map("scratch", "rw")), ("idle", map("far", "r", 8)),
        ], rule: .clearance, offender: "idle", step: .write),
    // Calls.
    .init(
        name: "arguments of a call", changes: [("</system>", channel("maker", "warden", call) + "</system>")],
        rule: .clearance, offender: "warden", step: .argument),
    .init(
        name: "results of a call", changes: [("</system>", channel("idle", "maker", call) + "</system>")],
        rule: .clearance, offender: "idle", step: .result),
    .init(
        name: "arguments that influence",
        changes: [("</system>", channel("idle", "maker", call) + "</system>")], rule: .influence,
        offender: "idle", step: .argument),
    .init(
        name: "results that influence",
        changes: [("</system>", channel("maker", "warden", call) + "</system>")], rule: .influence,
        offender: "warden", step: .result),
    .init(
        name: "a call right of the older dialect",
        changes: [
            ("<protection_domain name=\"maker\"", "<protection_domain pp=\"true\" name=\"maker\""),
            ("</system>", channel("idle", "maker", "") + "</system>"),
        ], rule: .clearance, offender: "idle", step: .result, options: CheckOptions(dialect: .legacy)),
    .init(
        name: "a list of a domain",
        changes: [
            ("domain maker secret", "domain maker secret readers vault"),
            ("domain warden public", "domain warden secret"),
            ("</system>", channel("maker", "warden", call) + "</system>"),
        ], rule: .reader, offender: "warden", step: .argument),
    .init(
        name: "influencers of a domain",
        changes: [
            ("domain maker secret", "domain maker secret influencers vault"),
            ("</system>", channel("idle", "maker", call) + "</system>"),
        ], rule: .influence, offender: "idle", step: .argument),
    // Signals and timing, when the policy rules them out.
    .init(
        name: "a signal",
        changes: [
            ("policy", "enforce signals"),
            ("</system>", channel("maker", "idle", "", "notify=\"false\"") + "</system>"),
        ], rule: .clearance, offender: "idle", step: .signal),
    .init(
        name: "a signal that influences",
        changes: [
            ("policy", "enforce signals"),
            ("</system>", channel("idle", "maker", "", "notify=\"false\"") + "</system>"),
        ], rule: .influence, offender: "idle", step: .signal),
    .init(
        name: "a notify right the other way, by default",
        changes: [
            ("policy", "enforce signals"),
            ("</system>", channel("idle", "maker", "notify=\"false\"", "") + "</system>"),
        ], rule: .clearance, offender: "idle", step: .signal),
    .init(
        name: "a scheduling context",
        changes: [("policy", "enforce signals"), ("idle", capability("sc", "maker"))], rule: .influence,
        offender: "idle", step: .schedulingContext),
    .init(
        name: "how long a higher domain runs", changes: [("policy", "enforce timing")], rule: .clearance,
        offender: "front", step: .scheduler),
    .init(
        name: "two megabytes shared",
        changes: [
            ("policy", "assume no-dma maker \"ordinary memory\""),
            ("policy", "enforce timing"), ("name=\"vault\"", "name=\"vault\" cpu=\"1\""),
            ("name=\"front\"", "name=\"front\" cpu=\"2\""), ("name=\"net\"", "name=\"net\" cpu=\"3\""),
            ("name=\"warden\"", "name=\"warden\" cpu=\"3\""), ("name=\"idle\"", "name=\"idle\" cpu=\"3\""),
            ("name=\"key\" size=\"0x1000\"", "name=\"key\" size=\"0x1000\" phys_addr=\"0x40000000\""),
            ("name=\"log\" size=\"0x1000\"", "name=\"log\" size=\"0x1000\" phys_addr=\"0x40001000\""),
        ], rule: .label, offender: "log", step: .sharedBlock, options: fourCores),
    // Authority.
    .init(
        name: "a parent of a holder", changes: wrapped("vault"), rule: .clearance, offender: "spy",
        step: .observation),
    .init(
        name: "a parent of the maker", changes: wrapped("maker"), rule: .influence, offender: "spy",
        step: .authority),
    .init(
        name: "a grandparent",
        changes: twiceWrapped("vault") + [("readers maker vault", "readers maker vault mid")], rule: .reader,
        offender: "spy", step: .observation),
    .init(
        name: "a parent of a child that may read",
        changes: [child(of: "idle", map("key", "r")), ("readers maker vault", "readers maker vault kid")],
        rule: .reader, offender: "idle", step: .observation),
    .init(
        name: "the thread of a holder", changes: [("idle", capability("tcb", "vault"))], rule: .clearance,
        offender: "idle", step: .observation),
    .init(
        name: "the thread of the maker", changes: [("idle", capability("tcb", "maker"))], rule: .influence,
        offender: "idle", step: .authority),
    .init(
        name: "the address space of a holder", changes: [("idle", capability("vspace", "vault"))],
        rule: .clearance, offender: "idle", step: .observation),
    .init(
        name: "the address space of the maker", changes: [("idle", capability("vspace", "maker"))],
        rule: .influence, offender: "idle", step: .authority),
    .init(
        name: "the thread of an endorser", changes: [("idle", capability("tcb", "vault"))], rule: .influence,
        offender: "idle", step: .authority),
    .init(
        name: "a child that is told", changes: [child(of: "maker", "")], rule: .clearance, offender: "kid",
        step: .authority),
    // Code.
    .init(
        name: "code of the maker that another writes",
        changes: [("maker", map("scratch", "rx")), ("idle", map("scratch", "rw", 8))], rule: .influence,
        offender: "idle", step: .code),
    .init(
        name: "code of an endorser that another writes",
        changes: [("vault", map("scratch", "rx")), ("idle", map("scratch", "rw", 8))], rule: .influence,
        offender: "idle", step: .code),
    // Virtual machines.
    .init(
        name: "a map in a virtual machine", changes: [("idle", guest("key", "r"))], rule: .reader,
        offender: "guest", step: .read),
    .init(
        name: "a map in a reader's virtual machine", changes: [("vault", guest("key", "r"))], rule: .reader,
        offender: "guest", step: .read),
    .init(
        name: "a virtual machine that writes", changes: [("vault", guest("key", "rw"))], rule: .influence,
        offender: "guest", step: .write),
    .init(
        name: "a virtual machine that its monitor tells", changes: [("maker", guest("log", "r"))],
        rule: .clearance, offender: "guest", step: .authority),
    .init(
        name: "a monitor of a machine that may read",
        changes: [("idle", guest("key", "r")), ("readers maker vault", "readers maker vault guest")],
        rule: .reader, offender: "idle", step: .observation),
    // Devices.
    .init(
        name: "a device that maps the key",
        changes: [small, ("</system>", device("key", "r") + "</system>")], rule: .reader, offender: "nic",
        step: .read, options: pc),
    .init(
        name: "a device that writes the key",
        changes: [small, ("</system>", device("key", "w") + "</system>")], rule: .influence, offender: "nic",
        step: .write, options: pc),
    .init(
        name: "the driver of a device that may read",
        changes: [
            small, ("net", msi(7)), ("</system>", device("key", "r") + "</system>"),
            ("readers maker vault", "readers maker vault nic"),
        ], rule: .reader, offender: "net", step: .completion, options: pc),
    .init(
        name: "a domain with ports beside a device without driver",
        changes: [
            small, ("idle", "<ioport id=\"3\" addr=\"0x3f8\" size=\"8\" />"),
            ("</system>", device("key", "r") + "</system>"),
            ("readers maker vault", "readers maker vault nic"),
        ], rule: .reader, offender: "idle", step: .completion, options: pc),
    .init(
        name: "ports that configure a device that another drives", changes: configured, rule: .reader,
        offender: "idle", step: .completion, options: pc),
    .init(
        name: "a device that two domains drive", changes: [("maker", msi(7)), ("idle", msi(7, vector: 2))],
        rule: .clearance, offender: "idle", step: .completion, options: pc),
    .init(
        name: "DMA that nothing confines", changes: [("net", map("regs", "rw"))], rule: .clearance,
        offender: "hardware of net", step: .dma),
    .init(
        name: "DMA that writes", changes: [("net", map("regs", "rw"))], rule: .influence,
        offender: "hardware of net", step: .dma),
    .init(
        name: "DMA by ports, without IOMMU",
        changes: [("net", "<ioport id=\"3\" addr=\"0xc000\" size=\"32\" />")], rule: .clearance,
        offender: "hardware of net", step: .dma, options: pcWithoutIOMMU),
    .init(
        name: "DMA into an endorser",
        changes: [
            ("net", map("regs", "rw")),
            ("region key secret readers maker vault influencers maker", "region key secret"),
        ], rule: .influence, offender: "hardware of net", step: .dma),
    .init(
        name: "firmware between",
        changes: [
            ("<protection_domain name=\"maker\"", "<protection_domain smc=\"true\" name=\"maker\""),
            ("<protection_domain name=\"idle\"", "<protection_domain smc=\"true\" name=\"idle\""),
        ], rule: .clearance, offender: "idle", step: .firmware, options: smc),
    // Physical memory.
    .init(
        name: "another name of the same memory", changes: [], rule: .label, offender: "log", step: .alias,
        change: { system in
            system.memoryRegions[0].physicalAddress = 0x4000_0000
            system.memoryRegions[3].physicalAddress = 0x4000_0000
        }),
    // The policy itself.
    .init(
        name: "a declassifier that is none", changes: [("declassifier vault \"encrypts\"", "")], rule: .label,
        offender: "cipher", step: .write),
    .init(
        name: "a declassifier that goes less far", changes: [("\"encrypts\"", "\"encrypts\" to client")],
        rule: .label, offender: "cipher", step: .write),
    .init(
        name: "an endorser that is none", changes: [("endorser vault \"checks what it encrypts\"", "")],
        rule: .influence, offender: "front", step: .write),
    .init(
        name: "a domain of a lower level", changes: [("domain front client", "domain front public")],
        rule: .clearance, offender: "front", step: .read),
    .init(
        name: "a region of a lower level",
        changes: [("region input client readers front vault", "region input public")], rule: .label,
        offender: "input", step: .write),
    .init(
        name: "a shorter list", changes: [("readers maker vault", "readers maker")], rule: .reader,
        offender: "vault", step: .read),
    .init(
        name: "a raised label", changes: [("region cipher public", "region cipher client")], rule: .clearance,
        offender: "net", step: .read),
]

/// Changes that open nothing.
private let harmless: [PlantedLeak] = [
    .init(name: "nothing", changes: [], rule: .reader, offender: "", step: .read),
    .init(
        name: "a map of what is public", changes: [("idle", map("cipher", "r"))], rule: .reader, offender: "",
        step: .read),
    .init(
        name: "a second reader that the list names",
        changes: [
            ("warden", map("key", "r")), ("readers maker vault", "readers maker vault warden"),
            ("domain warden public", "domain warden secret"),
        ], rule: .reader, offender: "", step: .read),
    .init(
        name: "a second reader without a level, which the list of the region names",
        changes: [
            ("system", relay + map("key", "r") + "</protection_domain>"),
            ("readers maker vault", "readers maker vault relay"),
        ], rule: .reader, offender: "", step: .read),
    .init(
        name: "a signal, by data", changes: [("</system>", channel("maker", "idle", "", "") + "</system>")],
        rule: .reader, offender: "", step: .read),
    .init(
        name: "a call between public domains",
        changes: [("</system>", channel("idle", "warden", call) + "</system>")], rule: .reader, offender: "",
        step: .read),
    .init(
        name: "ports that configure devices, vouched for",
        changes: configured + [
            ("policy", "assume no-dma idle \"sets addresses once, before the others run\"")
        ],
        rule: .reader, offender: "", step: .read, options: pc),
    .init(
        name: "registers behind an IOMMU", changes: [("net", map("regs", "rw"))], rule: .reader, offender: "",
        step: .read, options: pc),
    .init(
        name: "registers whose device cannot reach memory",
        changes: [("net", map("regs", "rw")), ("policy", "assume no-dma net \"a serial port\"")],
        rule: .reader, offender: "", step: .read),
    .init(
        name: "a device that maps what is public",
        changes: [
            ("</system>", device("cipher", "r").replacing("0x1000", with: "0x2000") + "</system>"),
            ("name=\"cipher\" size=\"0x1000\"", "name=\"cipher\" size=\"0x1000\" page_size=\"0x1000\""),
        ], rule: .reader, offender: "", step: .read, options: pc),
    .init(
        name: "a virtual machine with what is public", changes: [("net", guest("cipher", "r"))],
        rule: .reader, offender: "", step: .read),
    .init(
        name: "a child of a public domain", changes: [child(of: "idle", map("log", "r"))], rule: .reader,
        offender: "", step: .read),
    .init(
        name: "authority over a public domain", changes: [("warden", capability("tcb", "idle"))],
        rule: .reader, offender: "", step: .read),
    .init(
        name: "a scheduling context, by data", changes: [("idle", capability("sc", "maker"))], rule: .reader,
        offender: "", step: .read),
    .init(
        name: "neighbours in physical memory, by data",
        changes: [
            ("policy", "assume no-dma maker \"ordinary memory\""),
            ("name=\"key\" size=\"0x1000\"", "name=\"key\" size=\"0x1000\" phys_addr=\"0x40000000\""),
            ("name=\"log\" size=\"0x1000\"", "name=\"log\" size=\"0x1000\" phys_addr=\"0x40001000\""),
        ], rule: .reader, offender: "", step: .read),
]

@Suite struct PlantedLeakTests {
    @Test(arguments: leaks) func `finds`(leak: PlantedLeak) throws {
        let analysis = try leak.analysis()
        let graph = analysis.graph
        let found = analysis.violations.filter {
            $0.rule == leak.rule && graph.name(at: $0.offender) == leak.offender
        }
        let violation = try #require(
            found.first {
                $0.path.contains { graph.edges[$0].kind == leak.step }
            },
            "found only \(analysis.findings.filter { $0.severity == .error }.map(\.message))")
        try expectWitness(violation, graph)
    }

    /// A chain of rights from what leaks to who learns, every one with its place.
    private func expectWitness(_ violation: PolicyViolation, _ graph: FlowGraph) throws {
        let isInfluence = violation.rule == .influence
        let (start, end) =
            isInfluence ? (violation.offender, violation.asset) : (violation.asset, violation.offender)
        var here = start
        for place in violation.path {
            let edge = graph.edges[place]
            #expect(edge.from == here)
            here = edge.to
            if edge.kind != .scheduler {
                let location = try #require(edge.location)
                #expect(location.file == "s.system" && location.row > 1 && location.column >= 1)
            }
        }
        #expect(here == end)
    }

    @Test(arguments: harmless) func `lets pass`(change: PlantedLeak) throws {
        let analysis = try change.analysis()
        #expect(analysis.findings.filter { $0.severity == .error }.map(\.message) == [])
    }

    @Test func `are of many kinds`() {
        #expect(leaks.count >= 40)
        #expect(Set(leaks.map(\.name)).count == leaks.count)
        #expect(Set(leaks.map(\.step)).count >= 15)
    }

    @Test func `a witness is a shortest one`() throws {
        // The key goes to idle by one region, and by a longer way through another.
        let leak = PlantedLeak(
            name: "two ways",
            changes: [
                ("maker", map("scratch", "rw")), ("idle", map("scratch", "r", 8) + map("key", "r", 9)),
            ], rule: .reader, offender: "idle", step: .read)
        let analysis = try leak.analysis()
        let violation = try #require(analysis.violations.first { $0.rule == .reader })
        #expect(violation.path.count == 1)
    }
}
