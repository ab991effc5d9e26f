package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.status.Failures;
import io.shiplog.resources.decision.Refusal.Cause;
import java.util.List;

/** What the maker of a request is called in managed fields (apiserver's {@code managerOrUserAgent}, v1.34). */
final class FieldManagers {
    private static final int LONGEST_BYTES = 128;

    private FieldManagers() {}

    /** The parameter {@code fieldManager}, else the user agent up to its first slash. */
    static String name(Call call) {
        String given = given(call);
        if (!given.isEmpty()) {
            return given;
        }
        String agent = call.origin().client();
        int slash = agent.indexOf('/');
        String name = slash < 0 ? agent : agent.substring(0, slash);
        StringBuilder printable = new StringBuilder();
        name.codePoints()
                .filter(c -> c >= ' ' && c != 0x7f)
                .limit(LONGEST_BYTES)
                .forEach(printable::appendCodePoint);
        return printable.isEmpty() ? "unknown" : printable.toString();
    }

    /**
     * The parameter {@code fieldManager}, empty when it is not given.
     *
     * @throws io.shiplog.apiserver.status.ApiException 422 when it is too long or cannot be printed
     */
    static String given(Call call) {
        String name = call.query().text("fieldManager");
        if (name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            throw invalid(call, "FieldValueTooLong", "Too long: may not be more than " + LONGEST_BYTES + " bytes");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw invalid(
                    call,
                    "FieldValueInvalid",
                    "Invalid value: \"" + name + "\": should only contain printable characters");
        }
        return name;
    }

    private static RuntimeException invalid(Call call, String reason, String message) {
        return Failures.invalid(
                        "meta.k8s.io", call.optionsKind(), "", List.of(new Cause(reason, message, "fieldManager")))
                .exception();
    }
}
