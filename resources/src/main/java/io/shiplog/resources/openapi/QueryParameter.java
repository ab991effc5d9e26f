package io.shiplog.resources.openapi;

import java.util.List;
import java.util.stream.Stream;

/**
 * A query parameter of an operation.
 *
 * @param name as in the URL
 * @param type OpenAPI type
 * @param description what it does, for people
 */
record QueryParameter(String name, String type, String description) {
    static final QueryParameter PRETTY = text("pretty", "If true, the answer is indented.");

    private static final QueryParameter DRY_RUN =
            text("dryRun", "With All, every check is made and the answer is given, but nothing is stored.");
    private static final QueryParameter FIELD_MANAGER =
            text("fieldManager", "Name of who makes the change, at most 128 printable characters.");
    private static final QueryParameter FIELD_VALIDATION = text(
            "fieldValidation", "What happens to unknown and duplicate fields: Ignore, Warn (the default) or Strict.");
    private static final QueryParameter RESOURCE_VERSION =
            text("resourceVersion", "Which moment is read; none means the most recent, 0 any that is at hand.");
    private static final QueryParameter LABELS = text("labelSelector", "Only objects whose labels match.");
    private static final QueryParameter FIELDS = text("fieldSelector", "Only objects whose fields match.");

    static final List<QueryParameter> WRITING = List.of(DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION);

    static final List<QueryParameter> PATCHING = List.of(
            DRY_RUN,
            FIELD_MANAGER,
            FIELD_VALIDATION,
            flag("force", "Whether an apply patch takes over fields that somebody else manages."));

    static final List<QueryParameter> LISTING = List.of(
            flag("allowWatchBookmarks", "Whether a watch may contain bookmarks."),
            text("continue", "Where a list that came in pages goes on."),
            FIELDS,
            LABELS,
            number("limit", "Largest number of objects in an answer."),
            RESOURCE_VERSION,
            text("resourceVersionMatch", "How resourceVersion is meant: NotOlderThan or Exact."),
            flag("sendInitialEvents", "Whether a watch begins with the objects that there are."),
            number("timeoutSeconds", "How long a list or watch may last."),
            flag("watch", "Whether to go on with every change instead of listing once."));

    static final List<QueryParameter> DELETING = List.of(
            DRY_RUN,
            number("gracePeriodSeconds", "Time that the object has to end; 0 means at once."),
            flag("orphanDependents", "Replaced by propagationPolicy."),
            text("propagationPolicy", "What happens to dependents: Orphan, Background or Foreground."));

    static final List<QueryParameter> DELETING_MANY = Stream.of(
                    DELETING, List.of(FIELDS, LABELS, number("limit", "Largest number of objects.")))
            .flatMap(List::stream)
            .toList();

    static final List<QueryParameter> LOGS = List.of(
            text("container", "Container whose log is read; needed when there are several."),
            flag("follow", "Whether to go on with what is written from now on."),
            flag("insecureSkipTLSVerifyBackend", "Whether the node's certificate is not verified."),
            number("limitBytes", "Largest number of bytes."),
            flag("previous", "Whether to read the log of the container's previous run."),
            number("sinceSeconds", "Only what is at most this old."),
            text("stream", "All, Stdout or Stderr."),
            number("tailLines", "Number of lines from the end."),
            flag("timestamps", "Whether every line begins with its time."));

    static final List<QueryParameter> ATTACHING = List.of(
            text("container", "Container to attach to."),
            flag("stderr", "Whether to get standard error."),
            flag("stdin", "Whether to give standard input."),
            flag("stdout", "Whether to get standard output."),
            flag("tty", "Whether to use a terminal."));

    static final List<QueryParameter> EXECUTING = Stream.concat(
                    Stream.of(text("command", "The command, one word in each parameter of this name.")),
                    ATTACHING.stream())
            .toList();

    static final List<QueryParameter> FORWARDING = List.of(number("ports", "Ports to forward."));
    static final List<QueryParameter> PROXYING = List.of(text("path", "Path to ask for behind the proxy."));

    private static QueryParameter text(String name, String description) {
        return new QueryParameter(name, "string", description);
    }

    private static QueryParameter flag(String name, String description) {
        return new QueryParameter(name, "boolean", description);
    }

    private static QueryParameter number(String name, String description) {
        return new QueryParameter(name, "integer", description);
    }
}
