extension FlowGraph {
    /// What `edge` says, in words: `encryption writes ct_shared_mem`.
    public func words(_ edge: FlowEdge) -> String {
        let (from, to) = (name(at: edge.from), name(at: edge.to))
        switch edge.kind {
        case .read: return "\(to) reads \(from)"
        case .write: return "\(from) writes \(to)"
        case .execute: return "\(to) executes \(from)"
        case .code: return "\(from) writes \(edge.detail), which \(to) executes"
        case .argument: return "\(from) calls \(to) on \(edge.detail)"
        case .result: return "\(from) answers \(to)'s calls on its \(edge.detail)"
        case .signal: return "\(from) notifies \(to) on \(edge.detail)"
        case .backChannel:
            return edge.detail == "cap_sc"
                ? "\(to) can see how long \(from) ran (cap_sc)"
                : "\(to) sees how long \(from) runs after a notification on \(edge.detail)"
        case .fault: return "\(to) gets the registers of \(from) in a fault's message"
        case .authority: return authority(edge, from, to)
        case .observation: return observation(edge, from, to)
        case .schedulingContext: return "\(from) decides when \(to) runs (cap_sc)"
        case .command: return "\(from) tells \(to) what to do"
        case .completion: return "\(from) answers \(to)"
        case .dma: return dma(edge, from, to)
        case .firmware: return to == "firmware" ? "\(from) calls firmware" : "firmware answers \(to)"
        case .alias: return "\(from) and \(to) are the same physical memory at \(edge.detail)"
        case .sharedBlock: return "\(from) and \(to) share 2 MiB of physical memory at \(edge.detail)"
        case .scheduler: return "\(from) keeps the processor from \(to)"
        }
    }

    private func authority(_ edge: FlowEdge, _ from: String, _ to: String) -> String {
        switch edge.detail {
        case "parent": "\(from) controls \(to), its child"
        case "monitor": "\(from) controls \(to), its virtual machine"
        case "DMA": "\(from) includes that of \(to)"
        default: "\(from) controls \(to) (\(edge.detail))"
        }
    }

    private func observation(_ edge: FlowEdge, _ from: String, _ to: String) -> String {
        switch edge.detail {
        case "parent": "\(to) can read the registers of \(from), its child"
        case "monitor": "\(to) can read all of \(from), its virtual machine"
        case "DMA": "\(to) includes that of \(from)"
        default: "\(to) can read from \(from) (\(edge.detail))"
        }
    }

    private func dma(_ edge: FlowEdge, _ from: String, _ to: String) -> String {
        switch (nodes[edge.from], nodes[edge.to]) {
        case (.hardware, _): "\(from) can write all memory by DMA: no IOMMU confines it"
        case (_, .hardware): "\(to) can read all memory by DMA: no IOMMU confines it"
        case (.region, _): "\(to) includes \(from)"
        default: "\(from) includes \(to)"
        }
    }
}
