package io.shiplog.resources.selector;

/** How a requirement compares a label or field with its values. */
public enum Operator {
    IN("in"),
    NOT_IN("notin"),
    EQUALS("="),
    DOUBLE_EQUALS("=="),
    NOT_EQUALS("!="),
    GREATER_THAN("gt"),
    LESS_THAN("lt"),
    EXISTS("exists"),
    DOES_NOT_EXIST("!");

    private final String text;

    Operator(String text) {
        this.text = text;
    }

    /** The operator as apimachinery's selection package spells it. */
    public String text() {
        return text;
    }
}
