import Glibc
import SecretMemory
import Testing

func revealed(_ secret: borrowing SecretBytes) -> [UInt8] {
    secret.withBytes { bytes in
        (0..<bytes.byteCount).map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
    }
}

@Suite struct SecretBytesTests {
    @Test(arguments: [0, 1, 63, 64, 65, 4031, 4032, 4033, 100_000])
    func `are zero, aligned, and as many as asked`(_ count: Int) throws {
        let secret = try SecretBytes(zeroed: count)
        #expect(secret.count == count)
        #expect(revealed(secret) == [UInt8](repeating: 0, count: count))
        let aligned = unsafe secret.withUnsafeBytes { Int(bitPattern: $0.baseAddress).isMultiple(of: 64) }
        #expect(aligned)
    }

    @Test func `are zero again when a block is reused`() throws {
        for round in 0..<20 {
            var secret = try SecretBytes(zeroed: 100 + round)
            #expect(revealed(secret).allSatisfy { $0 == 0 })
            secret.withMutableElements(of: UInt8.self) { bytes in
                for index in 0..<bytes.count { bytes[index] = 0xA5 }
            }
        }
    }

    @Test func `refuses sizes that make no sense`() {
        #expect(throws: SecretMemoryError.invalidByteCount(-1)) { _ = try SecretBytes(zeroed: -1) }
        #expect(throws: SecretMemoryError.invalidByteCount(1 << 40)) { _ = try SecretBytes(zeroed: 1 << 40) }
    }

    @Test func `copies, compares and wipes`() throws {
        let bytes: [UInt8] = [1, 2, 3, 255]
        var secret = try SecretBytes(copying: bytes.span)
        let copy = try secret.copy()
        let other = try SecretBytes(copying: ([1, 2, 3, 254] as [UInt8]).span)
        let shorter = try SecretBytes(copying: ([1, 2, 3] as [UInt8]).span)
        #expect(revealed(copy) == bytes)
        let (same, different, short) = (
            secret.isEqual(to: copy), secret.isEqual(to: other), secret.isEqual(to: shorter)
        )
        #expect(same && !different && !short)
        secret.wipe()
        #expect(revealed(secret) == [0, 0, 0, 0])
        #expect(revealed(copy) == bytes)
    }

    @Test func `lends its bytes as numbers`() throws {
        var secret = try SecretBytes(zeroed: 7)
        secret.withMutableElements(of: UInt16.self) { words in
            #expect(words.count == 3)
            words[2] = 0x1234
        }
        #expect(revealed(secret) == [0, 0, 0, 0, 0x34, 0x12, 0])
        #expect(secret.withElements(of: UInt16.self) { $0[2] } == 0x1234)
    }

    @Test func `a read beyond the end meets the guard page`() async {
        await #expect(processExitsWith: .failure) {
            let secret = try SecretBytes(zeroed: 64)
            let byte = unsafe secret.withUnsafeBytes { bytes in
                unsafe bytes.baseAddress.map { unsafe ($0 + 64).load(as: UInt8.self) }
            }
            print(byte ?? 0)
            exit(0)
        }
    }

    @Test func `says when the limit of locked memory is reached, and goes on`() async {
        await #expect(processExitsWith: .success) {
            // Root may lock without limit.
            if geteuid() == 0 { guard setgid(65534) == 0, setuid(65534) == 0 else { exit(3) } }
            var limit = rlimit(rlim_cur: 65536, rlim_max: 65536)
            guard unsafe setrlimit(__rlimit_resource_t(8), &limit) == 0 else { exit(4) }
            do {
                _ = try SecretBytes(zeroed: 1 << 20)
                exit(5)
            } catch SecretMemoryError.lockLimitReached {
                let small = try SecretBytes(zeroed: 100)
                exit(small.count == 100 ? 0 : 6)
            }
        }
    }

    @Test func `hardening leaves no core file and no other reader`() async {
        await #expect(processExitsWith: .success) {
            try ProcessHardening.apply()
            var limit = rlimit()
            guard unsafe getrlimit(__rlimit_resource_t(4), &limit) == 0, limit.rlim_max == 0 else { exit(3) }
            exit(0)
        }
    }
}

@Suite struct SecretAccountTests {
    @Test func `counts what is alive, wherever it is wiped`() async throws {
        let account = SecretAccount()
        let inner = SecretAccount()
        try account.charge {
            let one = try SecretBytes(zeroed: 10)
            let two = try SecretBytes(zeroed: 20)
            #expect(account.live == SecretUsage(allocations: 2, byteCount: 30))
            try inner.charge {
                let three = try SecretBytes(zeroed: 5)
                #expect(inner.live == SecretUsage(allocations: 1, byteCount: three.count))
            }
            #expect(one.count + two.count == account.live.byteCount)
        }
        #expect(account.live == .none)
        #expect(inner.live == .none)
        let escaped = try account.charge { try SecretBytes(zeroed: 3) }
        #expect(account.live == SecretUsage(allocations: 1, byteCount: escaped.count))
    }

    @Test func `does not count what others make`() throws {
        let account = SecretAccount()
        account.charge {}
        let secret = try SecretBytes(zeroed: 8)
        #expect(account.live == .none)
        #expect(SecretAccount.process.live.byteCount >= secret.count)
    }
}
