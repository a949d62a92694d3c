// `map` in protection domains and virtual machines.
extension SystemCheck {
    mutating func domainMap(_ element: Int, _ domain: inout DraftDomain) {
        checkAttributes(element, Grammar.attributes(of: .map))
        var (map, region) = map(element, limit: domainLimit(domain))
        map.vaddrSymbol = setSymbol(.setvar_vaddr, of: element, in: domain)
        map.sizeSymbol = setSymbol(.setvar_size, of: element, in: domain)
        map.prefillSizeSymbol = setSymbol(.setvar_prefill_size, of: element, in: domain)
        if let attribute = tree.attribute(.setvar_prefill_size, of: element), let region {
            domain.regionSymbols.append(
                .init(kind: .prefillSize, region: region, element: element, attribute: attribute))
        }
        add(map, region, element, to: &domain.maps)
    }

    mutating func virtualMachineMap(_ element: Int, _ machine: inout DraftVirtualMachine) {
        checkAttributes(element, Grammar.virtualMachineMapAttributes)
        let (map, region) = map(element, limit: virtualMachineLimit)
        add(map, region, element, to: &machine.maps)
    }

    /// The first address that a domain's maps cannot use: above lie a guard page, its stack and the IPC buffer.
    func domainLimit(_ domain: DraftDomain) -> UInt64 {
        (profile.userTop & ~0xfff) - 0x1000 - domain.model.stackByteCount
    }

    var virtualMachineLimit: UInt64 { profile.userTop + 1 }

    private func add(
        _ map: CheckedSystem.Map, _ region: NameTable.ID?, _ element: Int, to maps: inout DraftMaps
    ) {
        guard let region, map.region == 0 else { return }
        maps.models.append(map)
        maps.sources.append(.init(region: region, element: element))
    }

    /// A map and the name of its region; the map's `region` is -1 when its address is unknown.
    private mutating func map(_ element: Int, limit: UInt64) -> (CheckedSystem.Map, NameTable.ID?) {
        let name = required(.mr, of: element)
        var map = CheckedSystem.Map(region: -1, vaddr: 0, location: tree.location(of: element))
        if let attribute = required(.vaddr, of: element), let vaddr = number(attribute, of: element) {
            if vaddr >= limit {
                refuse(
                    element, "map.vaddr.limit",
                    "vaddr (0x\(Numbers.hex(vaddr))) must be less than 0x\(Numbers.hex(limit))",
                    at: .value(attribute))
            } else {
                map.region = 0
                map.vaddr = vaddr
            }
        }
        if let attribute = tree.attribute(.perms, of: element) {
            map.permissions = mapPermissions(attribute, element)
        }
        map.cached = bool(.cached, of: element, default: true) ?? true
        return (map, name.map { nameID($0) })
    }

    private mutating func mapPermissions(_ attribute: Int, _ element: Int) -> CheckedSystem.Permissions {
        var permissions: CheckedSystem.Permissions = []
        for index in tree.value(ofAttribute: attribute) {
            switch tree.bytes[index] {
            case 0x72: permissions.insert(.read)
            case 0x77: permissions.insert(.write)
            case 0x78: permissions.insert(.execute)
            default:
                refuse(
                    element, "map.perms", "perms must only be a combination of 'r', 'w', and 'x'",
                    at: .value(attribute))
                return .read
            }
        }
        if permissions == .write {
            refuse(
                element, "map.perms.write_only", "perms must not be 'w', write-only mappings are not allowed",
                at: .value(attribute))
        } else if permissions == [.write, .execute] {
            warn(
                element, "map.perms.unreadable", "perms allow to write and execute, but not to read",
                at: .value(attribute))
        } else if permissions.isEmpty {
            warn(element, "map.perms.none", "perms are empty: nothing is mapped", at: .value(attribute))
        }
        return permissions
    }
}
