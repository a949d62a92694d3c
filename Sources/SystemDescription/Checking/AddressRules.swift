// Where regions are mapped: steps 11 to 13 and 15 of the second pass.
extension SystemCheck {
    /// Step 11: ids of I/O ports within each domain, then their ranges over all domains.
    mutating func checkIOPorts() {
        var ports: [(domain: Int, port: CheckedSystem.IOPort, element: Int)] = []
        for index in domains.indices {
            let domain = domains[index]
            var seen: [UInt8: Int] = [:]
            for (port, element) in zip(domain.model.ioPorts, domain.ioPortElements) {
                ports.append((index, port, element))
                if let first = seen[port.id] {
                    refuseWhole(
                        domain.element, "ioport.duplicate",
                        "Error: duplicate I/O port id: \(port.id) in protection domain: '\(domain.model.name)' @ "
                            + "\(tree.location(of: domain.element))", at: .element(element),
                        Remark(labels: [(first, "first used here")]))
                } else {
                    seen[port.id] = element
                }
            }
        }
        let ranges = ports.enumerated().map { index, entry in
            Overlaps.Range(
                start: entry.port.address, end: entry.port.address + entry.port.count, index: index)
        }
        for pair in Overlaps.find(ranges) {
            let (left, right) = (ports[pair.later], ports[pair.earlier])
            refuseWhole(
                domains[left.domain].element, "ioport.overlap",
                "Error: \(shown(left.port, left.domain)) overlaps with \(shown(right.port, right.domain))",
                at: .element(left.element), Remark(labels: [(right.element, "the other range")]))
        }
    }

    private func shown(_ port: CheckedSystem.IOPort, _ domain: Int) -> String {
        "I/O port id: \(port.id), half-open range: [0x\(Numbers.hex(port.address)), "
            + "0x\(Numbers.hex(port.address + port.count))) in protection domain: "
            + "'\(domains[domain].model.name)' @ \(tree.location(of: domains[domain].element))"
    }

    // MARK: Maps

    /// What differs between the three kinds of map.
    private struct Space {
        var tag: String
        var address: String
        var range: String
        var limit: UInt64
        var name: String
        var attribute: AttributeName
        var maps: [(address: UInt64, region: NameTable.ID, element: Int)]
    }

    /// Step 12: the maps of each domain, then those of its virtual machine.
    mutating func checkMaps() {
        for index in domains.indices {
            let placed = check(
                Space(
                    tag: "map", address: "vaddr", range: "virtual address range",
                    limit: domainLimit(domains[index]),
                    name: "protection domain '\(domains[index].model.name)'", attribute: .vaddr,
                    maps: Self.list(domains[index].maps)))
            Self.resolve(&domains[index].maps, placed)
            guard let machine = domains[index].virtualMachine else { continue }
            let inMachine = check(
                Space(
                    tag: "map", address: "vaddr", range: "virtual address range", limit: virtualMachineLimit,
                    name: "virtual machine '\(machine.model.name)'", attribute: .vaddr,
                    maps: Self.list(machine.maps)))
            var resolved = machine
            Self.resolve(&resolved.maps, inMachine)
            domains[index].virtualMachine = resolved
        }
    }

    private static func list(_ maps: DraftMaps) -> [(address: UInt64, region: NameTable.ID, element: Int)] {
        zip(maps.models, maps.sources).map { ($0.vaddr, $1.region, $1.element) }
    }

    private static func resolve(_ maps: inout DraftMaps, _ regions: [Int]) {
        for index in regions.indices { maps.models[index].region = regions[index] }
    }

    /// Step 13: the maps of each device.
    mutating func checkDeviceMaps() {
        checkDevicePages()
        for index in spaces.indices {
            let space = spaces[index]
            let regions = check(
                Space(
                    tag: "iomap", address: "iovaddr", range: "io address range", limit: Self.deviceLimit,
                    name: "PCI device \(space.model.peripheral)", attribute: .iovaddr,
                    maps: zip(space.model.maps, space.sources).map { ($0.iovaddr, $1.region, $1.element) }))
            for (position, region) in regions.enumerated() {
                spaces[index].model.maps[position].region = region
            }
        }
    }

    private mutating func checkDevicePages() {
        for space in spaces {
            for source in space.sources {
                guard let region = region(source.region),
                    regionModels[region].pageByteCount == Self.largePage
                else { continue }
                refuseWhole(
                    source.element, "iomap.large_page",
                    "Error: currently seL4 does not have large page support for the IOMMU",
                    at: tree.attribute(.mr, of: source.element).map { .value($0) },
                    Remark(labels: [(regions[region].element, "this region has large pages")]))
            }
        }
    }

    /// Checks one address space and returns the region of each map, -1 where there is none.
    private mutating func check(_ space: Space) -> [Int] {
        var found = [Int](repeating: -1, count: space.maps.count)
        var ranges: [Overlaps.Range] = []
        ranges.reserveCapacity(space.maps.count)
        var problems: [(place: Int, report: (inout SystemCheck) -> Void)] = []
        for (place, map) in space.maps.enumerated() {
            guard let region = region(map.region) else {
                let element = map.element
                if !hasNamelessRegion, !doubtfulNames.contains(map.region) {
                    problems.append((place, { $0.refuseRegion(element, space) }))
                }
                continue
            }
            found[place] = region
            note(map.address, space, region)
            guard regions[region].isMeasured else { continue }
            if let problem = misplaced(map, region, space) {
                problems.append((place, problem))
            } else {
                let end = map.address + regionModels[region].byteCount
                ranges.append(.init(start: map.address, end: end, index: place))
            }
        }
        for pair in Overlaps.find(ranges) {
            problems.append((pair.later, { $0.refuseOverlap(pair, space) }))
        }
        // Sorted stably by map: an overlap is the last rule of a map.
        for problem in problems.enumerated().sorted(by: {
            ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
        }) {
            problem.element.report(&self)
        }
        return found
    }

    /// Remembers what a region is used for.
    private mutating func note(_ address: UInt64, _ space: Space, _ region: Int) {
        if space.attribute == .vaddr {
            regions[region].isUsed = true
            regions[region].addressBits |= address
        } else {
            regions[region].isUsedByDevice = true
        }
    }

    private func misplaced(
        _ map: (address: UInt64, region: NameTable.ID, element: Int), _ region: Int, _ space: Space
    ) -> ((inout SystemCheck) -> Void)? {
        let model = regionModels[region]
        if map.address % model.pageByteCount != 0 {
            return { $0.refuseAlignment(map.element, space, page: model.pageByteCount) }
        }
        let (end, overflow) = map.address.addingReportingOverflow(model.byteCount)
        if overflow { return { $0.refuseOverflow(map.element, space, model.name) } }
        if end > space.limit { return { $0.refuseLimit(map.element, space, map.address..<end, model.name) } }
        return nil
    }

    private mutating func refuseRegion(_ element: Int, _ space: Space) {
        guard let attribute = tree.attribute(.mr, of: element) else { return }
        refuseWhole(
            element, "\(space.tag).mr.unknown",
            "Error: invalid memory region name '\(shown(attribute))' on '\(space.tag)' @ \(tree.location(of: element))",
            at: .value(attribute), suggest(shown(attribute), among: regionModels.map(\.name)))
    }

    private mutating func refuseAlignment(_ element: Int, _ space: Space, page: UInt64) {
        refuseWhole(
            element, "\(space.tag).alignment",
            "Error: invalid \(space.address) alignment on '\(space.tag)' @ \(tree.location(of: element))",
            at: tree.attribute(space.attribute, of: element).map { .value($0) },
            Remark(notes: ["the region's page size is 0x\(Numbers.hex(page))"]))
    }

    private mutating func refuseOverflow(_ element: Int, _ space: Space, _ region: String) {
        refuseWhole(
            element, "\(space.tag).overflow",
            "Error: \(space.tag) for '\(region)' has address range that overflows @ \(tree.location(of: element))",
            at: tree.attribute(space.attribute, of: element).map { .value($0) })
    }

    private mutating func refuseLimit(
        _ element: Int, _ space: Space, _ range: Range<UInt64>, _ region: String
    ) {
        refuseWhole(
            element, "\(space.tag).limit",
            "Error: \(space.tag) for '\(region)' has \(space.range) [0x\(Numbers.hex(range.lowerBound))..0x"
                + "\(Numbers.hex(range.upperBound))) which exceeds valid address space [0x0..0x"
                + "\(Numbers.hex(space.limit))) @ \(tree.location(of: element))",
            at: tree.attribute(space.attribute, of: element).map { .value($0) })
    }

    private mutating func refuseOverlap(_ pair: Overlaps.Pair, _ space: Space) {
        func range(_ map: (address: UInt64, region: NameTable.ID, element: Int)) -> String {
            guard let region = region(map.region) else { return "" }
            return
                "[0x\(Numbers.hex(map.address))..0x\(Numbers.hex(map.address + regionModels[region].byteCount)))"
        }
        func name(_ map: (address: UInt64, region: NameTable.ID, element: Int)) -> String {
            region(map.region).map { regionModels[$0].name } ?? ""
        }
        let (map, other) = (space.maps[pair.later], space.maps[pair.earlier])
        refuseWhole(
            map.element, "\(space.tag).overlap",
            "Error: map for '\(name(map))' has \(space.range) \(range(map)) which overlaps with map for "
                + "'\(name(other))' \(range(other)) in \(space.name) @ \(tree.location(of: map.element))",
            at: tree.attribute(space.attribute, of: map.element).map { .value($0) },
            Remark(labels: [(other.element, "the other map")]))
    }

    // MARK: Physical addresses

    /// Step 15.
    mutating func checkPhysicalAddresses() {
        var ranges: [Overlaps.Range] = []
        for index in regions.indices where regions[index].isMeasured {
            guard let start = regionModels[index].physicalAddress else { continue }
            ranges.append(.init(start: start, end: start + regionModels[index].byteCount, index: index))
        }
        for pair in Overlaps.find(ranges) {
            let (region, other) = (regionModels[pair.later], regionModels[pair.earlier])
            let element = regions[pair.later].element
            refuseWhole(
                element, "phys_addr.overlap",
                "Error: memory region '\(region.name)' physical address range \(physicalRange(region)) overlaps "
                    + "with another memory region '\(other.name)' \(physicalRange(other)) @ "
                    + "\(region.location)",
                at: tree.attribute(.phys_addr, of: element).map { .value($0) },
                Remark(labels: [(regions[pair.earlier].element, "the other region")]))
        }
    }

    private func physicalRange(_ region: CheckedSystem.MemoryRegion) -> String {
        let start = region.physicalAddress ?? 0
        return "[0x\(Numbers.hex(start))..0x\(Numbers.hex(start + region.byteCount)))"
    }
}
