public import KernelTrace
internal import WebPage

/// A trace as one self-contained page that can be stepped through: lanes, events, causes, the machine, regions.
///
/// Style, script and markup are the files in `Page/`, embedded when the program is built.
public struct ViewerPage {
    private let trace: Trace

    /// Prepares the page of `trace`.
    public init(_ trace: Trace) { self.trace = trace }

    /// Calls `body` with the page, piece by piece.
    ///
    /// - Parameter body: takes bytes, in order.
    /// - Complexity: the embedded data, some 40 bytes per event and the contents that are kept, are in memory once.
    public func write(to body: ([UInt8]) -> Void) {
        let name = trace.header.description.name.split(separator: "/").last.map(String.init) ?? "trace"
        let page = WebPage(
            title: "\(printable(name)) · kms", style: PackageResources.viewer_css, script: Self.script)
        body(page.head)
        body(PackageResources.viewer_html)
        body(Array("<script type=\"application/json\" id=\"data\">".utf8))
        body(WebPage.scriptData(PageData(trace).json))
        body(Array("</script>\n".utf8))
        body(page.tail)
    }

    /// The parts in the order in which they build on one another, in one scope of their own.
    private static var script: [UInt8] {
        let parts = [
            PackageResources.trace_js, PackageResources.provenance_js, PackageResources.filter_js,
            PackageResources.lanes_js,
            PackageResources.list_js, PackageResources.panes_js, PackageResources.viewer_js,
        ]
        return Array("(() => {\n\"use strict\";\n".utf8) + parts.joined() + Array("})();\n".utf8)
    }
}
