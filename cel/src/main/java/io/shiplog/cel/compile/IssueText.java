package io.shiplog.cel.compile;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import java.util.Map;

/** What is wrong with an expression, as cel-go prints it: the place, why, and the line with the place pointed at. */
final class IssueText {
    private static final String HAS = "invalid argument to has() macro";

    /** What is said of macros, by what cel-java says. */
    private static final Map<String, String> MACROS =
            Map.of("The argument must be a simple name", "argument is not an identifier", HAS, HAS);

    private IssueText() {}

    /** @param prefix what parsers' messages begin with */
    static String of(CelIssue issue, CelSource source, String prefix) {
        CelIssue placed = issue.getMessage().equals(HAS) ? oneOn(issue) : issue;
        String shown = placed.toDisplayString(source);
        int message = shown.indexOf(issue.getMessage());
        if (message < 0 || issue.getMessage().isEmpty()) {
            return shown;
        }
        boolean macro = MACROS.containsKey(issue.getMessage());
        String why = macro ? "" : prefix;
        return shown.substring(0, message)
                + why
                + words(issue.getMessage())
                + shown.substring(message + issue.getMessage().length());
    }

    /** cel-go points at the argument, cel-java at the parenthesis. */
    private static CelIssue oneOn(CelIssue issue) {
        var place = issue.getSourceLocation();
        return CelIssue.formatError(CelSourceLocation.of(place.getLine(), place.getColumn() + 1), issue.getMessage());
    }

    /** cel-go names no candidates, and well-known types by their short names. */
    private static String words(String message) {
        int candidates = message.indexOf(" (candidates: ");
        String known = MACROS.get(message);
        if (known != null) {
            return known;
        }
        return (candidates < 0 ? message : message.substring(0, candidates))
                .replace("google.protobuf.Timestamp", "timestamp")
                .replace("google.protobuf.Duration", "duration");
    }
}
