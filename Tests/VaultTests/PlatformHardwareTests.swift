import Glibc
import SecretMemory
import Testing

@testable import Vault

struct PlatformHardwareTests {
    private let scratch: ScratchDirectory
    private let path: String

    init() throws {
        scratch = try ScratchDirectory()
        path = "\(scratch.path)/platform.secret"
    }

    private func hardware(vaultHasRecords: Bool = false) throws -> PlatformHardware {
        try PlatformHardware(directory: scratch.path, vaultHasRecords: vaultHasRecords)
    }

    @Test func `keeps one secret over runs, another one per directory`() throws {
        let first = try hardware().copySecret()
        let again = try hardware(vaultHasRecords: true).copySecret()
        let elsewhere = try ScratchDirectory()
        let other = try PlatformHardware(directory: elsewhere.path, vaultHasRecords: false).copySecret()
        let (kept, unique) = (first.isEqual(to: again), !other.isEqual(to: first))
        #expect(kept)
        #expect(unique)
        #expect(scratch.status("platform.secret").st_mode & 0o777 == 0o600)
    }

    @Test func `never replaces a lost secret that records were sealed with`() {
        #expect(throws: VaultError.platformSecretMissing(path: path)) { try hardware(vaultHasRecords: true) }
        #expect(unsafe access(path, F_OK) != 0)
    }

    @Test func `refuses a secret that others can open, a short one and a link`() throws {
        scratch.write("platform.secret", [UInt8](repeating: 1, count: 32), mode: 0o640)
        #expect(throws: VaultError.permissions(path: path, mode: 0o640)) { try hardware() }
        scratch.write("platform.secret", [UInt8](repeating: 1, count: 31))
        #expect(throws: VaultError.platformFileMalformed(path: path)) { try hardware() }
        scratch.write("elsewhere", [UInt8](repeating: 1, count: 32))
        _ = unsafe unlink(path)
        _ = unsafe symlink("\(scratch.path)/elsewhere", path)
        #expect(throws: VaultError.system(call: "open", path: path, errno: ELOOP)) { try hardware() }
    }

    @Test func `counts forward only, over runs and torn writes`() throws {
        do {
            let hardware = try hardware()
            #expect(hardware.counter == 0)
            try hardware.advance(to: 1)
            try hardware.advance(to: 2)
            #expect(throws: VaultError.counterWouldGoBack(from: 2, to: 1)) { try hardware.advance(to: 1) }
        }
        #expect(try hardware().counter == 2)
        // A torn write of 3 damages the slot of odd values only: 2 is still there.
        let torn = [UInt8](repeating: 0xee, count: 5)
        scratch.overwrite("platform.counter", torn, at: [512])
        #expect(try hardware().counter == 2)
        scratch.overwrite("platform.counter", torn, at: [0])
        #expect(throws: VaultError.platformFileMalformed(path: "\(scratch.path)/platform.counter")) {
            try hardware()
        }
    }

    @Test func `never makes a lost or emptied counter anew when there are records`() throws {
        do { try hardware().advance(to: 3) }
        let counter = "\(scratch.path)/platform.counter"
        #expect(scratch.status("platform.counter").st_mode & 0o777 == 0o600)
        scratch.write("platform.counter", [])
        #expect(throws: VaultError.platformFileMalformed(path: counter)) {
            try hardware(vaultHasRecords: true)
        }
        _ = unsafe unlink(counter)
        #expect(throws: VaultError.platformCounterMissing(path: counter)) {
            try hardware(vaultHasRecords: true)
        }
        #expect(unsafe access(counter, F_OK) != 0)
    }

    @Test func `opens a counter that never counted`() throws {
        _ = try hardware()
        #expect(try hardware(vaultHasRecords: true).counter == 0)
    }

    @Test(arguments: [0o644, 0o660, 0o602] as [mode_t])
    func `refuses a counter that others can open`(mode: mode_t) throws {
        _ = try hardware()
        let counter = "\(scratch.path)/platform.counter"
        _ = unsafe chmod(counter, mode)
        #expect(throws: VaultError.permissions(path: counter, mode: mode)) { try hardware() }
    }

    @Test(
        arguments: [(0o777, false), (0o1777, false), (0o770, false), (0o755, true), (0o700, true)]
            as [(mode_t, Bool)])
    func `refuses a directory that others can write to`(mode: mode_t, isGood: Bool) throws {
        let vault = "\(scratch.path)/vault"
        _ = unsafe mkdir(vault, 0o700)
        _ = unsafe chmod(vault, mode)
        if isGood {
            _ = try Vault(directory: vault)
        } else {
            #expect(throws: VaultError.directoryOpen(path: vault, mode: mode)) {
                _ = try Vault(directory: vault)
            }
            #expect(unsafe access("\(vault)/vault.sqlite", F_OK) != 0)
        }
    }
}
