// `memory_region`.
extension SystemCheck {
    static let smallPage: UInt64 = 0x1000
    static let largePage: UInt64 = 0x20_0000

    mutating func memoryRegion(_ element: Int) {
        checkAttributes(element, Grammar.attributes(of: .memory_region))
        var region = DraftRegion(
            model: .init(name: "", byteCount: 0, location: tree.location(of: element)),
            facts: .init(element: element, hasPageSize: tree.attribute(.page_size, of: element) != nil))
        if let attribute = required(.name, of: element) {
            region.facts.name = nameID(attribute)
            region.model.name = shown(attribute)
            checkName(attribute, of: element)
        } else {
            hasNamelessRegion = true
        }
        pageSize(&region)
        prefill(&region)
        size(&region)
        physicalAddress(&region)
        regionModels.append(region.model)
        regions.append(region.facts)
    }

    private mutating func pageSize(_ region: inout DraftRegion) {
        guard let attribute = tree.attribute(.page_size, of: region.element) else { return }
        guard let size = number(attribute, of: region.element) else {
            region.isMeasured = false
            return
        }
        guard size == Self.smallPage || size == Self.largePage else {
            region.isMeasured = false
            return refuse(
                region.element, "page_size.unsupported", "page size 0x\(Numbers.hex(size)) not supported",
                at: .value(attribute), Remark(notes: ["page sizes: 0x1000, 0x200000"]))
        }
        region.model.pageByteCount = size
    }

    // MARK: Prefill

    private mutating func prefill(_ region: inout DraftRegion) {
        let element = region.element
        let path = tree.attribute(.prefill_path, of: element)
        if let path { prefillFile(path, &region) }
        guard let attribute = tree.attribute(.prefill_bootinfo, of: element) else { return }
        let type = shown(attribute)
        if !Self.bootInfoTypes.contains(type) {
            refuse(
                element, "prefill_bootinfo.unknown", "BootInfoMap type: '\(type)' is not supported",
                at: .value(attribute), suggest(type, among: Self.bootInfoTypes))
        }
        region.model.prefillBootInfo = type
        if path != nil {
            refuse(
                element, "prefill.both", "prefill_path and prefill_bootinfo cannot be both specified",
                at: .name(attribute))
        }
    }

    private static let bootInfoTypes = [
        "x86_vbe", "x86_mbmmap", "x86_acpi_rsdp", "x86_framebuffer", "x86_tsc_freq", "fdt",
    ]

    private mutating func prefillFile(_ attribute: Int, _ region: inout DraftRegion) {
        let path = shown(attribute)
        let element = region.element
        region.model.prefillPath = path
        // Known from here on, even if its size is not.
        region.model.prefillByteCount = nil
        guard let found = find(path) else {
            return refuse(
                element, "prefill.missing", "unable to find prefill file: '\(path)'", at: .value(attribute),
                Remark(notes: [
                    "looked in: " + (options.searchPaths + ["the working directory"]).joined(separator: ", ")
                ])
            )
        }
        region.model.prefillFile = found
        do throws(FileError) {
            let count = try files.byteCount(found)
            region.model.prefillByteCount = count
            if count == 0 {
                refuse(element, "prefill.empty", "prefill file '\(path)' is empty", at: .value(attribute))
            }
        } catch {
            refuse(
                element, "prefill.unreadable", "failed to read file '\(path)' at prefill_path",
                at: .value(attribute),
                Remark(notes: ["\(found): \(error)"]))
        }
        if path.utf8.first == 0x2f {
            warn(
                element, "prefill.absolute", "prefill_path is absolute: it leaves the search path",
                at: .value(attribute))
        }
    }

    /// The first place where `path` exists: each search path in order, then the working directory.
    func find(_ path: String) -> String? {
        for directory in options.searchPaths + [""] {
            let candidate = Self.join(directory, path)
            if files.exists(candidate) { return candidate }
        }
        return nil
    }

    /// `path` below `directory`; an absolute path stays what it is.
    static func join(_ directory: String, _ path: String) -> String {
        if path.utf8.first == 0x2f { return path }
        if directory.isEmpty { return path.isEmpty ? "." : path }
        return directory.utf8.last == 0x2f ? directory + path : directory + "/" + path
    }

    // MARK: Size and address

    private mutating func size(_ region: inout DraftRegion) {
        let element = region.element
        let page = region.model.pageByteCount
        let prefill = region.model.prefillByteCount
        guard let attribute = tree.attribute(.size, of: element) else {
            return impliedSize(&region)
        }
        guard let size = number(attribute, of: element) else {
            region.isMeasured = false
            return
        }
        region.model.byteCount = size
        if region.isMeasured, size % page != 0 {
            region.isMeasured = false
            refuse(
                element, "size.alignment", "size is not a multiple of the page size", at: .value(attribute),
                Remark(notes: ["the page size is 0x\(Numbers.hex(page))"]))
        }
        if let prefill, prefill > size {
            refuse(
                element, "prefill.size",
                "size of prefill file exceeds memory region size: \(Numbers.hex(prefill)) > \(Numbers.hex(size))",
                at: .value(attribute))
        }
    }

    private mutating func impliedSize(_ region: inout DraftRegion) {
        let page = region.model.pageByteCount
        if let prefill = region.model.prefillByteCount {
            let (sum, overflow) = prefill.addingReportingOverflow(page - 1)
            region.model.byteCount = overflow ? .max & ~(page - 1) : sum & ~(page - 1)
        } else if region.model.prefillPath != nil {
            // The file could not be read, which was reported.
            region.isMeasured = false
        } else if region.model.prefillBootInfo != nil {
            region.model.byteCount = page
        } else {
            region.isMeasured = false
            if misspelt.element == region.element, misspelt.names.contains(.size) { return }
            refuse(region.element, "size.missing", "size must be specified if memory region is not prefilled")
        }
    }

    private mutating func physicalAddress(_ region: inout DraftRegion) {
        guard let attribute = tree.attribute(.phys_addr, of: region.element),
            let address = number(attribute, of: region.element)
        else { return }
        region.model.physicalAddress = address
        guard region.isMeasured else { return }
        guard address % region.model.pageByteCount == 0 else {
            region.isMeasured = false
            return refuse(
                region.element, "phys_addr.alignment", "phys_addr is not aligned to the page size",
                at: .value(attribute))
        }
        if address.addingReportingOverflow(region.model.byteCount).overflow {
            region.isMeasured = false
            refuse(
                region.element, "phys_addr.overflow", "phys_addr + size exceeds 64 bits",
                at: .value(attribute),
                Remark(notes: ["the real tool aborts here, or wraps around"]))
        }
    }
}
