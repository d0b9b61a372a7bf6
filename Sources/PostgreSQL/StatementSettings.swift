/// What is set for one statement alone. It is sent before the statement and the same Sync, so that it ends with the
/// statement, even after an error.
extension Statement {
    func settings(_ viewer: ViewerScope?) -> Command? {
        switch (planning, viewer) {
        case (.once, nil): nil
        case (.once, let viewer?): viewer.command
        case (.eachTime, nil): Command(statement: Self.planningAnew, parameters: [])
        case (.eachTime, let viewer?):
            Command(statement: Self.viewerAndPlanningAnew, parameters: viewer.command.parameters)
        }
    }

    private static let planAnew = "set_config('plan_cache_mode', 'force_custom_plan', true)"
    private static let planningAnew = Statement("plan anew", "select \(planAnew)")
    private static let viewerAndPlanningAnew = Statement(
        "viewer scope, plan anew", "\(ViewerScope.setting.sql), \(planAnew)")
}
