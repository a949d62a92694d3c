// What regions are used for: steps 14, 16 and 17 of the second pass.
extension SystemCheck {
    /// Step 14: each slot once per domain, lowest first.
    mutating func checkCapabilitySlots() {
        for index in domains.indices {
            let domain = domains[index]
            var slots: [[Int]] = Array(repeating: [], count: domain.model.capabilities.isEmpty ? 0 : 128)
            for (position, capability) in domain.model.capabilities.enumerated()
            where capability.slot != 0 && capability.domain >= 0 {
                slots[Int(capability.slot)].append(position)
            }
            for (slot, users) in slots.enumerated() where users.count > 1 {
                reportSlot(slot, users, domain)
            }
        }
    }

    private mutating func reportSlot(_ slot: Int, _ users: [Int], _ domain: DraftDomain) {
        var message =
            "Error: overlapping user caps in slot \(slot) of protection domain '\(domain.model.name)':"
        for user in users.prefix(Limits.listedDiagnosticCount) {
            let capability = domain.model.capabilities[user]
            let kind =
                switch capability.kind {
                case .tcb: "Tcb"
                case .sc: "Sc"
                case .vspace: "VSpace"
                }
            message +=
                "\n  type \(kind) from '\(domains[capability.domain].model.name)' at '\(capability.location)'"
        }
        refuseWhole(domain.capabilityElements[users[1]], "cspace.overlap", message)
    }

    /// Step 16: the real tool's only warning.
    mutating func warnAboutUnusedRegions() {
        for index in regions.indices where !regions[index].isUsed {
            log.add(.warning) {
                var finding = Diagnostic(
                    severity: .warning, rule: "region.unused",
                    message: "WARNING: unused memory region '\(regionModels[index].name)'",
                    location: regionModels[index].location)
                finding.isOnStandardOutput = true
                return finding
            }
        }
    }

    /// The first half of step 17: large pages where everything allows them.
    mutating func raisePageSizes() {
        for index in regions.indices {
            guard !regions[index].hasPageSize, regions[index].isMeasured, !regions[index].isUsedByDevice
            else {
                continue
            }
            let bits =
                regionModels[index].byteCount | regions[index].addressBits
                | (regionModels[index].physicalAddress ?? 0)
            if bits % Self.largePage == 0 { regionModels[index].pageByteCount = Self.largePage }
        }
    }

    /// The second half: symbols that need a property of their region.
    ///
    /// Then what the build step would refuse.
    mutating func checkRegionSymbols() {
        for domain in domains {
            for symbol in domain.regionSymbols {
                guard let index = region(symbol.region) else {
                    if symbol.kind == .physicalAddress, !hasNamelessRegion,
                        !doubtfulNames.contains(symbol.region)
                    {
                        refuseStart(
                            symbol.element, "setvar.region_paddr.unknown",
                            "no memory region is named '\(shown(symbol.attribute))'",
                            at: .value(symbol.attribute))
                    }
                    continue
                }
                check(symbol, regionModels[index], regions[index].element)
            }
        }
        for index in regions.indices
        where regions[index].isUsed && regions[index].isMeasured && regionModels[index].byteCount == 0 {
            refuseStart(regions[index].element, "region.empty", "a region of size 0 is mapped", at: nil)
        }
    }

    private mutating func check(
        _ symbol: DraftDomain.RegionSymbol, _ region: CheckedSystem.MemoryRegion, _ element: Int
    ) {
        let place = "'\(region.name)' \(region.location)"
        switch symbol.kind {
        case .prefillSize where region.prefillPath == nil:
            refuseWhole(
                element, "setvar.prefill_size",
                "Error: 'setvar_prefill_size' used for MR without a `prefill_path` @ \(place)", at: nil,
                Remark(labels: [(symbol.element, "asked for here")]))
        case .physicalAddress where profile.architecture == .x86_64 && region.physicalAddress == nil:
            refuseWhole(
                element, "setvar.region_paddr",
                "Error: setvar with 'region_paddr' for MR without a specified paddr is unsupported on x86-64 @ \(place)",
                at: nil, Remark(labels: [(symbol.element, "asked for here")]))
        default: break
        }
    }
}
