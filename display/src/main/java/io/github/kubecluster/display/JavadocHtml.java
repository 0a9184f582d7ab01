package io.github.kubecluster.display;

import com.sun.source.doctree.BlockTagTree;
import com.sun.source.doctree.DeprecatedTree;
import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.ErroneousTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.SinceTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.util.SimpleDocTreeVisitor;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a documentation comment as HTML: its text with the elements that only set it, and what its tags say. */
final class JavadocHtml extends SimpleDocTreeVisitor<String, @Nullable Void> {
    private static final Set<String> ELEMENTS = Set.of(
            "p",
            "br",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "pre",
            "code",
            "b",
            "i",
            "em",
            "strong",
            "sub",
            "sup",
            "blockquote",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td");

    String of(DocCommentTree comment) {
        String tags =
                comment.getBlockTags().stream().map(tag -> visit(tag, null)).collect(Collectors.joining());
        return html(comment.getFullBody()) + (tags.isEmpty() ? "" : "<dl>" + tags + "</dl>");
    }

    private String html(List<? extends DocTree> parts) {
        return parts.stream().map(part -> visit(part, null)).collect(Collectors.joining());
    }

    @Override
    public String visitText(TextTree text, @Nullable Void none) {
        return Html.escape(text.getBody());
    }

    @Override
    public String visitEntity(EntityTree entity, @Nullable Void none) {
        return entity.toString();
    }

    @Override
    public String visitErroneous(ErroneousTree wrong, @Nullable Void none) {
        return Html.escape(wrong.getBody());
    }

    @Override
    public String visitStartElement(StartElementTree element, @Nullable Void none) {
        return element("<", element.getName().toString());
    }

    @Override
    public String visitEndElement(EndElementTree element, @Nullable Void none) {
        return element("</", element.getName().toString());
    }

    private static String element(String begin, String name) {
        String known = name.equalsIgnoreCase("tt") ? "code" : name.toLowerCase(Locale.ROOT);
        return ELEMENTS.contains(known) ? begin + known + ">" : "";
    }

    @Override
    public String visitLiteral(LiteralTree literal, @Nullable Void none) {
        String text = Html.escape(literal.getBody().getBody().strip());
        return literal.getKind() == DocTree.Kind.CODE ? "<code>" + text + "</code>" : text;
    }

    @Override
    public String visitLink(LinkTree link, @Nullable Void none) {
        return link.getLabel().isEmpty()
                ? "<code>"
                        + Html.escape(link.getReference()
                                .getSignature()
                                .replaceFirst("^#", "")
                                .replace('#', '.')) + "</code>"
                : html(link.getLabel());
    }

    @Override
    public String visitParam(ParamTree parameter, @Nullable Void none) {
        String name = Html.escape(parameter.getName().toString());
        return tag(
                "<code>" + (parameter.isTypeParameter() ? "&lt;" + name + "&gt;" : name) + "</code>",
                parameter.getDescription());
    }

    @Override
    public String visitReturn(ReturnTree returned, @Nullable Void none) {
        return tag("Returns", returned.getDescription());
    }

    @Override
    public String visitThrows(ThrowsTree thrown, @Nullable Void none) {
        return tag(
                "Throws <code>" + Html.escape(thrown.getExceptionName().getSignature()) + "</code>",
                thrown.getDescription());
    }

    @Override
    public String visitDeprecated(DeprecatedTree deprecated, @Nullable Void none) {
        return tag("Deprecated", deprecated.getBody());
    }

    @Override
    public String visitSince(SinceTree since, @Nullable Void none) {
        return tag("Since", since.getBody());
    }

    private String tag(String name, List<? extends DocTree> description) {
        return "<dt>" + name + "</dt><dd>" + html(description) + "</dd>";
    }

    /** Newer JDKs have snippets, and summaries and values are of the text too; other tags are for those who write it. */
    @Override
    protected String defaultAction(DocTree other, @Nullable Void none) {
        boolean hidden = other instanceof BlockTagTree || other.getKind() == DocTree.Kind.COMMENT;
        return hidden ? "" : "<code>" + Html.escape(other.toString()) + "</code>";
    }
}
