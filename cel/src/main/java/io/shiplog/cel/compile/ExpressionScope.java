package io.shiplog.cel.compile;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import io.shiplog.cel.library.FunctionTable;
import io.shiplog.cel.library.LibraryTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What expressions may speak of: variables, types, and the functions of Kubernetes. Immutable; making one costs some
 * milliseconds, so it serves all expressions of one place.
 */
public final class ExpressionScope {
    private static final int MAX_CODE_POINTS = 100_000;
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableOptionalSyntax(true)
            .enableHiddenAccumulatorVar(true)
            .enableTimestampEpoch(true)
            .enableReservedIds(true)
            .maxExpressionCodePointSize(MAX_CODE_POINTS)
            .build();

    private final CelCompiler compiler;
    private final List<String> variables;

    private ExpressionScope(CelCompiler compiler, List<String> variables) {
        this.compiler = compiler;
        this.variables = variables;
    }

    /**
     * What became of a text.
     *
     * @param expression empty when it is wrong
     * @param issues what is wrong, in cel-go's words
     */
    public record Compilation(Optional<Expression> expression, String issues) {}

    /**
     * An environment.
     *
     * @param variables their types by their names, in the order in which a program is given their values
     * @param types the types that are known by name beyond those of the libraries
     */
    public static ExpressionScope of(Map<String, CelType> variables, Iterable<CelType> types) {
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(CelExtensions.optional(), CelExtensions.comprehensions())
                .addFunctionDeclarations(FunctionTable.KUBERNETES.declarations())
                .setTypeProvider(new Types(types));
        variables.forEach(builder::addVar);
        return new ExpressionScope(builder.build(), List.copyOf(variables.keySet()));
    }

    /** Parses and checks a text. */
    public Compilation compile(String text) {
        try {
            var parsed = compiler.parse(text);
            if (parsed.hasError()) {
                return wrong(parsed.getErrors(), parsed.getSource(), "Syntax error: ");
            }
            CelAbstractSyntaxTree ast = parsed.getAst();
            var checked = compiler.check(ast);
            if (checked.hasError()) {
                return wrong(
                        checked.getErrors().stream()
                                .map(issue -> LogicIssues.placed(issue, ast))
                                .toList(),
                        ast.getSource(),
                        "");
            }
            List<CelIssue> literals = LiteralChecks.of(checked.getAst());
            if (!literals.isEmpty()) {
                return wrong(literals, ast.getSource(), "");
            }
            return new Compilation(Optional.of(new Expression(checked.getAst(), variables)), "");
        } catch (CelValidationException problem) {
            return wrong(problem.getErrors(), problem.getSource(), "");
        }
    }

    private static Compilation wrong(List<CelIssue> issues, CelSource source, String prefix) {
        List<String> texts = new ArrayList<>();
        for (CelIssue issue : issues) {
            texts.add(IssueText.of(issue, source, prefix));
        }
        return new Compilation(Optional.empty(), String.join("\n", texts));
    }

    /** Types by their names. */
    private static final class Types implements CelTypeProvider {
        private final ImmutableMap<String, CelType> byName;

        Types(Iterable<CelType> own) {
            Map<String, CelType> all = new LinkedHashMap<>();
            all.put("google.protobuf.Timestamp", SimpleType.TIMESTAMP);
            all.put("google.protobuf.Duration", SimpleType.DURATION);
            LibraryTypes.ALL.forEach(type -> all.put(type.name(), type));
            own.forEach(type -> all.put(type.name(), type));
            byName = ImmutableMap.copyOf(all);
        }

        @Override
        public ImmutableCollection<CelType> types() {
            return byName.values();
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(byName.get(name));
        }
    }
}
