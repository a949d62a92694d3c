import Microkernel
import SystemDescription
import Testing

/// The three walls around a region. The first one, the type, cannot be tested by a program that compiles:
///
///     let key: Region<UInt32, ReadOnly> = try grants.region("key")
///     try key.store(1, at: 0)   // error: referencing instance method 'store' requires 'ReadOnly' and 'ReadWrite' be equivalent
@Suite struct `The loader's wall` {
    private let system = SampleSystem.make([
        .init(region: "key", permissions: .read, symbol: "key_vaddr"),
        .init(region: "code", permissions: [.read, .execute], symbol: "code_vaddr"), .init(region: "plain"),
    ])

    @Test func `refuses to store through a map without w`() throws {
        let grants = try SampleSystem.grants(system)
        #expect(throws: WiringError.rightsExceedMap(region: "key_vaddr", map: "r")) {
            let _: Region<UInt32, ReadWrite> = try grants.region("key_vaddr")
        }
        #expect(throws: WiringError.rightsExceedMap(region: "code_vaddr", map: "rx")) {
            let _: Region<UInt32, ReadWrite> = try grants.region("code_vaddr")
        }
    }
    @Test func `refuses a region that is too small`() throws {
        let grants = try SampleSystem.grants(system)
        #expect(throws: WiringError.regionTooSmall(region: "key_vaddr", bytes: 4096, needed: 4100)) {
            let _: Region<UInt32, ReadOnly> = try grants.region("key_vaddr", minimum: 1025)
        }
        #expect(throws: WiringError.regionTooSmall(region: "key_vaddr", bytes: 4096, needed: .max)) {
            let _: Region<UInt32, ReadOnly> = try grants.region("key_vaddr", minimum: .max)
        }
    }
    @Test func `knows a map by its symbol, or by its region when it has none`() throws {
        let grants = try SampleSystem.grants(system)
        let plain: Region<UInt8, ReadWrite> = try grants.region("plain")
        #expect(plain.name == "plain")
        #expect(throws: WiringError.noSuchRegion("key", didYouMean: "key_vaddr")) {
            let _: Region<UInt32, ReadOnly> = try grants.region("key")
        }
        #expect(throws: WiringError.noSuchRegion("code_vadr", didYouMean: "code_vaddr")) {
            let _: Region<UInt32, ReadOnly> = try grants.region("code_vadr")
        }
        #expect(
            WiringError.noSuchRegion("code_vadr", didYouMean: "code_vaddr").description
                == "no map of this protection domain has setvar_vaddr=\"code_vadr\"; did you mean 'code_vaddr'?"
        )
    }
    @Test func `knows channels, interrupts, children, symbols and devices by the description alone`() throws {
        let grants = try SampleSystem.grants(system)
        #expect(throws: WiringError.noSuchChannel(1)) { _ = try grants.channel(1) }
        #expect(throws: WiringError.noSuchInterrupt(2)) { _ = try grants.interrupt(2) }
        #expect(throws: WiringError.noSuchChild(3)) { _ = try grants.child(3) }
        #expect(throws: WiringError.noSuchSymbol("key_vadr", didYouMean: "key_vaddr")) {
            _ = try grants.setvar("key_vadr")
        }
        #expect(throws: WiringError.noSuchDevice("requests")) { _ = try grants.device("requests") }
        #expect(try grants.setvar("key_vaddr") == 0x200_0000)
    }
    @Test func `knows what the domain never asked for`() throws {
        let memory = SystemMemory(system)
        let table = try GrantTable(system, domain: 0, memory: memory)
        let grants = Grants(thread: PDThread(), port: RecordingPort(), table: table)
        let _: Region<UInt32, ReadOnly> = try grants.region("key_vaddr")
        #expect(table.unclaimed == ["region 'code'", "region 'plain'"])
    }
}

@Suite struct `The MMU's wall` {
    /// The mapping of a region of two pages with `permissions`, entered as domain `sample`.
    static func mapping(_ permissions: CheckedSystem.Permissions) throws -> GrantTable {
        let system = SampleSystem.make([.init(region: "key", byteCount: 8192, permissions: permissions)])
        let table = try GrantTable(system, domain: 0, memory: SystemMemory(system))
        FaultReporter.arm()
        table.note.enter()
        return table
    }
    /// Takes 4 KiB of stack per level.
    static func descend(_ levels: Int) -> Int {
        unsafe withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 16) { frame in
            unsafe frame[levels % 4096] = 1
            let below = levels == 0 ? 0 : descend(levels - 1)
            return unsafe below + Int(frame[levels % 4096])
        }
    }
    /// What domain `sample` does with a pointer into its mapping.
    static func cheat(_ permissions: CheckedSystem.Permissions, _ body: (MappedMemory) -> Void) throws {
        let table = try mapping(permissions)
        withExtendedLifetime(table) { body(table.regions[0].memory) }
    }
    private func report(_ result: ExitTest.Result?) throws -> String {
        String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    }

    @Test func `stops a store through a cheating pointer, and says whose it was`() async throws {
        let result = await #expect(processExitsWith: .signal(11), observing: [\.standardErrorContent]) {
            try `The MMU's wall`.cheat(.read) { $0.storeIgnoringRights(1, at: 4100) }
        }
        #expect(
            try report(result)
                == """
                kms: protection domain 'sample' stored to offset 4100 of region 'key', which is mapped with perms="r"; \
                the program ends with SIGSEGV

                """)
    }
    @Test func `stops a load where nothing is allowed`() async throws {
        let result = await #expect(processExitsWith: .signal(11), observing: [\.standardErrorContent]) {
            try `The MMU's wall`.cheat([]) { _ = $0.loadIgnoringRights(at: 0) }
        }
        #expect(
            try report(result).contains(
                "'sample' loaded from offset 0 of region 'key', which is mapped with perms=\"\""))
    }
    @Test func `stops whatever runs over the start`() async throws {
        let result = await #expect(processExitsWith: .signal(11), observing: [\.standardErrorContent]) {
            try `The MMU's wall`.cheat([.read, .write]) { $0.storeIgnoringRights(1, at: -1) }
        }
        #expect(try report(result).contains("'sample' stored to 1 bytes before the start of region 'key'"))
    }
    @Test func `stops whatever runs over the end`() async throws {
        let result = await #expect(processExitsWith: .signal(11), observing: [\.standardErrorContent]) {
            try `The MMU's wall`.cheat([.read, .write]) { $0.storeIgnoringRights(1, at: 8200) }
        }
        #expect(try report(result).contains("'sample' stored to 8 bytes past the end of region 'key'"))
    }
    @Test func `names both when one domain cheats with another's mapping`() async throws {
        let result = await #expect(processExitsWith: .signal(11), observing: [\.standardErrorContent]) {
            let table = try `The MMU's wall`.mapping(.read)
            let thief = DomainNote("thief")
            thief.enter()
            table.regions[0].memory.storeIgnoringRights(1, at: 0)
        }
        #expect(
            try report(result).contains(
                "'thief' stored to offset 0 of region 'key', which is mapped with perms=\"r\" for 'sample'"))
    }
    @Test func `says nothing about registers or memory`() async throws {
        let result = await #expect(processExitsWith: .signal(11), observing: [\.standardErrorContent]) {
            try `The MMU's wall`.cheat(.read) { $0.storeIgnoringRights(1, at: 0) }
        }
        #expect(try report(result).split(separator: "\n").count == 1)
    }
    @Test func `names the domain whose stack overflowed`() async throws {
        let result = await #expect(processExitsWith: .signal(11), observing: [\.standardErrorContent]) {
            try `The MMU's wall`.cheat(.read) { _ in print(`The MMU's wall`.descend(1 << 20)) }
        }
        #expect(try report(result).contains("protection domain 'sample' overflowed its stack"))
    }
    @Test func `names the domain that Swift stopped`() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let table = try `The MMU's wall`.mapping(.read)
            let none: [Int] = []
            print(none[table.regions.count + 3])
        }
        #expect(try report(result).contains("protection domain 'sample' was stopped by a check of Swift"))
    }
}
