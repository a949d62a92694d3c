internal import CLinux

/// Says on standard error which domain touched what without the right, before the MMU ends the process.
///
/// Covers stores through a cheating pointer, accesses past a region's ends, stack overflows, and Swift's own traps.
/// Where a domain is at fault the runtime's crash report, which prints registers and memory, is left out.
package enum FaultReporter {
    /// Makes the calling thread one on which faults are reported; cheap when it is one.
    package static func arm() {
        // Without it a crash is only less well explained.
        _ = kms_fault_reporter_arm()
    }

    /// Calls `hook`, which must be safe in a signal handler, before a fault is reported: a terminal may have to be given
    /// back first.
    package static func before(_ hook: @convention(c) () -> Void) { kms_fault_reporter_before(hook) }

    /// Says that the calling thread runs no domain.
    package static func leave() { kms_running_domain_set(nil) }
}

/// A domain as the reporter names it.
@safe package final class DomainNote: @unchecked Sendable {
    private let note: OpaquePointer?

    /// A note on the domain called `name`.
    package init(_ name: String) { unsafe note = kms_domain_note_create(name) }
    deinit { if let note = unsafe note { unsafe kms_domain_note_destroy(note) } }

    /// Says that the calling thread runs this domain, until it is told otherwise.
    @inline(__always)
    package func enter() { unsafe kms_running_domain_set(note) }

    /// Addresses `range` are the guard below the domain's stack.
    package func setStackGuard(_ range: Range<UInt>) {
        guard let note = unsafe note else { return }
        unsafe kms_domain_note_set_stack_guard(note, range.lowerBound, range.upperBound)
    }
}

/// A mapping as the reporter names it, for as long as it exists.
@safe final class MappingNote: @unchecked Sendable {
    private let note: OpaquePointer?

    init(
        region: String, domain: String, permissions: String, address: UInt, byteCount: Int,
        guardByteCount: Int
    ) {
        unsafe note = kms_mapping_note_add(
            region, domain, permissions, address, UInt(byteCount), UInt(guardByteCount))
    }
    deinit { if let note = unsafe note { unsafe kms_mapping_note_remove(note) } }
}
