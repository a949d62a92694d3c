/// A rectangle of the screen.
struct Area: Hashable, Sendable {
    var row: Int
    var column: Int
    var height: Int
    var width: Int

    func contains(_ row: Int, _ column: Int) -> Bool {
        (self.row..<(self.row + height)).contains(row)
            && (self.column..<(self.column + width)).contains(column)
    }
}

/// Where the panes lie on a screen of some size.
///
/// ```
/// title
/// names of the lanes
/// events and lanes
/// ─ titles of the panes below
/// domains, ready queues │ causes or region, or both
/// message or prompt
/// keys
/// ```
struct ViewerLayout: Hashable, Sendable {
    struct Place: Hashable, Sendable {
        var pane: Viewer.Pane
        var area: Area
    }

    /// Panes, the events first.
    var panes: [Place]
    /// The row with the panes' titles; nil when only the events fit.
    var titleRow: Int?

    init(width: Int, height: Int, detail: Viewer.Pane) {
        let room = height - 5
        let below = height >= 16 && width >= 50 ? max(7, room * 9 / 20) : 0
        let above = max(1, below > 0 ? room - below : height - 4)
        panes = [
            Place(pane: .events, area: Area(row: min(2, height - 1), column: 0, height: above, width: width))
        ]
        guard below > 0 else { return }
        let row = 2 + above + 1
        titleRow = row - 1
        let left = width >= 110 ? min(64, max(40, width * 2 / 7)) : width * 19 / 40
        func place(_ pane: Viewer.Pane, _ column: Int, _ width: Int) {
            panes.append(Place(pane: pane, area: Area(row: row, column: column, height: below, width: width)))
        }
        place(.domains, 0, left)
        if width >= 110 {
            let middle = (width - left - 2) / 2
            place(.causes, left + 1, middle)
            place(.region, left + middle + 2, width - left - middle - 2)
        } else {
            place(detail, left + 1, width - left - 1)
        }
    }
}

extension Viewer {
    var layout: ViewerLayout { ViewerLayout(width: width, height: height, detail: detail) }

    /// Lines of the event list.
    var pageHeight: Int { layout.panes[0].area.height }
}
