package io.shiplog.resources.selector;

import io.shiplog.resources.selector.LabelLexer.Kind;
import io.shiplog.resources.selector.LabelLexer.Token;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code app=web,tier in (a,b),!canary}; its complaints are those of apimachinery's labels.Parse. */
final class LabelParser {
    private final LabelLexer lexer;
    private Token ahead;

    LabelParser(String text) {
        this.lexer = new LabelLexer(text);
        this.ahead = lexer.next();
    }

    List<LabelRequirement> parse() {
        List<LabelRequirement> requirements = new ArrayList<>();
        while (true) {
            Token token = ahead.asValue();
            switch (token.kind()) {
                case END -> {
                    return requirements;
                }
                case IDENTIFIER, NOT -> {
                    requirements.add(requirement());
                    Token separator = take();
                    if (separator.kind() == Kind.END) {
                        return requirements;
                    }
                    if (separator.kind() != Kind.COMMA) {
                        throw found(separator, ", expected: ',' or 'end of string'");
                    }
                    Token next = ahead.asValue();
                    if (next.kind() != Kind.IDENTIFIER && next.kind() != Kind.NOT) {
                        throw found(next, ", expected: identifier after ','");
                    }
                }
                case OPERATOR, OPEN, CLOSE, COMMA, ERROR ->
                    throw found(token, ", expected: !, identifier, or 'end of string'");
            }
        }
    }

    private LabelRequirement requirement() {
        try {
            return keyThenCondition();
        } catch (SelectorException cause) {
            throw new SelectorException("unable to parse requirement: " + cause.getMessage());
        }
    }

    private LabelRequirement keyThenCondition() {
        Token key = take().asValue();
        boolean negated = key.kind() == Kind.NOT;
        if (negated) {
            key = take().asValue();
        }
        if (key.kind() != Kind.IDENTIFIER) {
            throw found(key, ", expected: identifier");
        }
        if (negated) {
            return new LabelRequirement(key.text(), Operator.DOES_NOT_EXIST, List.of());
        }
        if (ahead.kind() == Kind.END || ahead.kind() == Kind.COMMA) {
            return new LabelRequirement(key.text(), Operator.EXISTS, List.of());
        }
        Operator operator = operator();
        List<String> values = operator == Operator.IN || operator == Operator.NOT_IN ? values() : List.of(exactValue());
        return new LabelRequirement(key.text(), operator, values);
    }

    private Operator operator() {
        Token token = take();
        return switch (token.text()) {
            case "in" -> Operator.IN;
            case "notin" -> Operator.NOT_IN;
            case "=" -> Operator.EQUALS;
            case "==" -> Operator.DOUBLE_EQUALS;
            case "!=" -> Operator.NOT_EQUALS;
            case ">" -> Operator.GREATER_THAN;
            case "<" -> Operator.LESS_THAN;
            default -> throw found(token, ", expected: in, notin, =, ==, !=, gt, lt");
        };
    }

    private String exactValue() {
        if (ahead.kind() == Kind.END || ahead.kind() == Kind.COMMA) {
            return "";
        }
        Token value = take().asValue();
        if (value.kind() != Kind.IDENTIFIER) {
            throw found(value, ", expected: identifier");
        }
        return value.text();
    }

    /** {@code (a,b)}; an empty place between commas or brackets is the empty value. */
    private List<String> values() {
        Token open = take();
        if (open.kind() != Kind.OPEN) {
            throw found(open, " expected: '('");
        }
        List<String> values = new ArrayList<>();
        if (ahead.kind() == Kind.CLOSE) {
            take();
            return values;
        }
        while (true) {
            Token token = ahead.asValue();
            switch (token.kind()) {
                case IDENTIFIER -> {
                    take();
                    values.add(token.text());
                    if (ahead.kind() != Kind.COMMA && ahead.kind() != Kind.CLOSE) {
                        throw found(ahead, ", expected: ',' or ')'");
                    }
                    if (take().kind() == Kind.CLOSE) {
                        return values;
                    }
                    if (ahead.kind() == Kind.CLOSE || ahead.kind() == Kind.COMMA) {
                        values.add("");
                    }
                }
                case COMMA -> {
                    take();
                    values.add("");
                }
                case CLOSE -> {
                    take();
                    values.add("");
                    return values;
                }
                case END, OPERATOR, NOT, OPEN, ERROR ->
                    throw found(
                            token,
                            values.isEmpty() ? ", expected: ',', ')' or identifier" : ", expected: ',', or identifier");
            }
        }
    }

    private Token take() {
        Token taken = ahead;
        ahead = lexer.next();
        return taken;
    }

    private static SelectorException found(Token token, String expected) {
        return new SelectorException("found '" + token.text() + "'" + expected);
    }
}
