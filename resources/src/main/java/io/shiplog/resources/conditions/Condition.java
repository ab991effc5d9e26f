package io.shiplog.resources.conditions;

/**
 * What somebody wants said in a status.
 *
 * @param type such as {@code Ready}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason in one word; empty for none
 * @param message for people; empty for none
 */
public record Condition(String type, String status, String reason, String message) {
    public static Condition holds(String type, String reason, String message) {
        return new Condition(type, "True", reason, message);
    }

    public static Condition fails(String type, String reason, String message) {
        return new Condition(type, "False", reason, message);
    }
}
