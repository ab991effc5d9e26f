package io.shiplog.resources.selector;

/** Cuts the text of a label selector into tokens. */
final class LabelLexer {
    private static final String SPECIAL = "=!(),><";

    private final String text;
    private int position;

    LabelLexer(String text) {
        this.text = text;
    }

    enum Kind {
        END,
        IDENTIFIER,
        OPERATOR,
        NOT,
        OPEN,
        CLOSE,
        COMMA,
        ERROR
    }

    record Token(Kind kind, String text) {
        /** A token where values may stand: the words in and notin are values there. */
        Token asValue() {
            return kind == Kind.OPERATOR && (text.equals("in") || text.equals("notin"))
                    ? new Token(Kind.IDENTIFIER, text)
                    : this;
        }
    }

    Token next() {
        while (position < text.length() && isSpace(text.charAt(position))) {
            position++;
        }
        if (position == text.length()) {
            return new Token(Kind.END, "");
        }
        return SPECIAL.indexOf(text.charAt(position)) >= 0 ? symbol() : word();
    }

    private Token word() {
        int start = position;
        while (position < text.length()
                && !isSpace(text.charAt(position))
                && SPECIAL.indexOf(text.charAt(position)) < 0) {
            position++;
        }
        String word = text.substring(start, position);
        return new Token(word.equals("in") || word.equals("notin") ? Kind.OPERATOR : Kind.IDENTIFIER, word);
    }

    /** The longest known run of special characters; what follows it is the next token. */
    private Token symbol() {
        String pair = text.substring(position, Math.min(position + 2, text.length()));
        if (pair.equals("==") || pair.equals("!=")) {
            position += 2;
            return new Token(Kind.OPERATOR, pair);
        }
        char single = text.charAt(position++);
        String symbol = String.valueOf(single);
        return switch (single) {
            case '=', '<', '>' -> new Token(Kind.OPERATOR, symbol);
            case '!' -> new Token(Kind.NOT, symbol);
            case '(' -> new Token(Kind.OPEN, symbol);
            case ')' -> new Token(Kind.CLOSE, symbol);
            case ',' -> new Token(Kind.COMMA, symbol);
            default -> new Token(Kind.ERROR, symbol);
        };
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
