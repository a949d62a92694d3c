// `io_address_space` and `iomap`.
extension SystemCheck {
    static let deviceLimit: UInt64 = 0x80_0000_0000

    mutating func ioAddressSpace(_ element: Int) {
        guard profile.iommu else {
            return refuseWhole(
                element, "io_address_space.iommu",
                "Error: io address space requires seL4 to be built with IOMMU support: \(tree.location(of: element))"
            )
        }
        checkAttributes(element, Grammar.attributes(of: .io_address_space))
        var space = DraftAddressSpace(
            model: .init(name: "", peripheral: "", domainID: nil, location: tree.location(of: element)),
            element: element)
        addressSpaceName(&space)
        if profile.architecture == .x86_64 { addressSpaceDomain(&space) }
        addressSpaceDevice(&space)
        for child in tree.children(of: element) {
            if tree.elements[child].name == .iomap {
                deviceMap(child, &space)
            } else {
                unknownElement(child, in: .io_address_space)
            }
        }
        spaces.append(space)
    }

    private mutating func addressSpaceName(_ space: inout DraftAddressSpace) {
        guard let attribute = required(.name, of: space.element) else { return }
        space.model.name = shown(attribute)
        checkName(attribute, of: space.element)
        if let first = spaceByName[nameID(attribute)] {
            refuse(
                space.element, "io_address_space.name", "duplicate name '\(space.model.name)'",
                at: .value(attribute),
                Remark(labels: [(first, "first given here")]))
        } else {
            spaceByName[nameID(attribute)] = space.element
        }
    }

    private mutating func addressSpaceDomain(_ space: inout DraftAddressSpace) {
        guard let attribute = required(.domain_id, of: space.element),
            let domain = number(attribute, of: space.element)
        else { return }
        space.model.domainID = domain
        if let first = spaceByDomain[domain] {
            refuse(
                space.element, "io_address_space.domain_id", "reusing a domain id is forbidden",
                at: .value(attribute),
                Remark(labels: [(first, "first used here")]))
        } else {
            spaceByDomain[domain] = space.element
        }
    }

    private mutating func addressSpaceDevice(_ space: inout DraftAddressSpace) {
        guard let attribute = required(.peripheral_id, of: space.element) else { return }
        let element = space.element
        let problem: String
        switch profile.architecture {
        case .aarch64: problem = "IOMMU device identifiers are not supported on AArch64"
        case .riscv64: problem = "IOMMU device identifiers are not supported on RISC-V (64-bit)"
        case .x86_64:
            do throws(PCIAddress.Problem) {
                let device = try PCIAddress(tree.bytes, tree.value(ofAttribute: attribute))
                return noteDevice(device, attribute, &space)
            } catch {
                problem = error.text
            }
        }
        refuse(
            element, "io_address_space.peripheral_id",
            "failed to parse device peripheral_id '\(shown(attribute))': \(problem)", at: .value(attribute))
    }

    private mutating func noteDevice(_ device: PCIAddress, _ attribute: Int, _ space: inout DraftAddressSpace)
    {
        if let first = spaceByDevice[device] {
            return refuse(
                space.element, "io_address_space.peripheral_id",
                "duplicate device peripheral_id 'PCI device \(device.text)'", at: .value(attribute),
                Remark(labels: [(first, "first given here")]))
        }
        spaceByDevice[device] = space.element
        space.pci = device
        space.model.peripheral = device.text
    }

    private mutating func deviceMap(_ element: Int, _ space: inout DraftAddressSpace) {
        checkAttributes(element, Grammar.attributes(of: .iomap))
        let region = required(.mr, of: element)
        var address: UInt64?
        if let attribute = required(.iovaddr, of: element), let number = number(attribute, of: element) {
            if number >= Self.deviceLimit {
                refuse(
                    element, "iomap.iovaddr.limit",
                    "iovaddr (0x\(Numbers.hex(number))) must be less than 0x\(Numbers.hex(Self.deviceLimit))",
                    at: .value(attribute))
            } else {
                address = number
            }
        }
        let permissions = devicePermissions(element)
        guard let region, let address else { return }
        space.model.maps.append(
            .init(
                region: -1, iovaddr: address, permissions: permissions, location: tree.location(of: element)))
        space.sources.append(.init(region: nameID(region), element: element))
    }

    private mutating func devicePermissions(_ element: Int) -> CheckedSystem.Permissions {
        guard let attribute = tree.attribute(.perms, of: element) else { return [.read, .write] }
        var permissions: CheckedSystem.Permissions = []
        for index in tree.value(ofAttribute: attribute) {
            switch tree.bytes[index] {
            case 0x72: permissions.insert(.read)
            case 0x77: permissions.insert(.write)
            default:
                permissions = []
                return refusePermissions(element, attribute)
            }
        }
        return permissions.isEmpty ? refusePermissions(element, attribute) : permissions
    }

    private mutating func refusePermissions(_ element: Int, _ attribute: Int) -> CheckedSystem.Permissions {
        refuse(
            element, "iomap.perms", "perms for io mapped memory must only be a combination of 'r' and 'w'",
            at: .value(attribute))
        return .read
    }
}
