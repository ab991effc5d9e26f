package io.shiplog.resources.openapi;

import java.util.List;

/** Media types and codes of operations. */
final class MediaTypes {
    private static final List<String> ANY = List.of("*/*");
    private static final List<String> OBJECT = List.of("application/json", "application/yaml");
    private static final List<String> LIST =
            List.of("application/json", "application/yaml", "application/json;stream=watch");
    private static final List<String> PATCHES = List.of(
            "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json");

    /** A schema in an object says nothing of how lists are merged. */
    private static final List<String> CUSTOM_PATCHES =
            List.of("application/json-patch+json", "application/merge-patch+json");

    private MediaTypes() {}

    static List<String> consumed(ApiOperation operation) {
        return operation.action().equals("patch") ? operation.target().custom() ? CUSTOM_PATCHES : PATCHES : ANY;
    }

    static List<String> produced(ApiOperation operation) {
        return switch (operation.action()) {
            case "list" -> LIST;
            case "connect" -> ANY;
            default -> operation.answer().isEmpty() ? List.of("text/plain") : OBJECT;
        };
    }

    static String meaning(int code) {
        return switch (code) {
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 401 -> "Unauthorized";
            default -> "OK";
        };
    }
}
