extension ValidationRule {
    /// A field or directive is given each argument once (section 5.4.2).
    public static let uniqueArgumentNames = ValidationRule("UniqueArgumentNamesRule", at: .field, .directive) {
        node, context in
        context.reportRepeatedNames(of: .argument, below: node) {
            $0 + 1
        } message: {
            "There can be only one argument named \"\($0)\"."
        }
    }
}

extension ValidationContext {
    /// Reports every name that children of a kind share, at all of them.
    func reportRepeatedNames(
        of kind: SyntaxKind, below node: NodeIndex, name: (NodeIndex) -> NodeIndex, message: (String) -> String
    ) {
        guard let first = document.firstChild(of: node, kind), hasSibling(first, within: node, of: kind) else { return }
        var groups: [[NodeIndex]] = []
        var places: [NameID: Int] = [:]
        document.forEachChild(of: node, kind) { child in
            let nameNode = name(child)
            let id = self.name(at: nameNode)
            if let place = places[id] {
                groups[place].append(nameNode)
            } else {
                places[id] = groups.count
                groups.append([nameNode])
            }
        }
        for group in groups where group.count > 1 { report(message(text(at: group[0])), at: group) }
    }

    /// Children of one kind stand together, so that a look at the next one tells.
    private func hasSibling(_ child: NodeIndex, within node: NodeIndex, of kind: SyntaxKind) -> Bool {
        let next = Int(nodes[child].next)
        return next < Int(nodes[node].next) && nodes[next].kind == kind
    }
}
