// tidewaiter docs man | bash | zsh: the man page and shell completions, made from the same table as --help.
#include <cstdio>

#include "chemdb/base/concat.h"
#include "tools/cli/command.h"
#include "tools/cli/engine_options.h"

namespace tidewaiter::cli {
namespace {

// A line of roff: backslashes and a leading dot or quote are its own marks.
std::string Roff(std::string_view text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') out += "\\e";
    if (c == '-') {
      out += "\\-";
    } else if (c != '\\') {
      out += c;
    }
    line_start = c == '\n';
  }
  return out;
}

std::vector<const CLI::App*> Subcommands(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* sub) { return !sub->get_group().empty(); });
}

void AppendManCommand(const CLI::App& app, const std::string& path, std::string& out) {
  AppendTo(out, ".SS ", Roff(path), "\n", Roff(app.get_description()), "\n");
  for (const CLI::Option* option : app.get_options()) {
    const bool positional = option->get_positional() && option->get_lnames().empty();
    AppendTo(out, ".TP\n.B ", Roff(option->get_name(positional, /*all_options=*/!positional)));
    // A flag takes no value.
    if (!positional && option->get_items_expected_max() > 0)
      AppendTo(out, " \\fI", Roff(option->get_type_name()), "\\fR");
    AppendTo(out, "\n", Roff(option->get_description()), "\n");
  }
  for (const CLI::App* sub : Subcommands(app))
    AppendManCommand(*sub, Concat(path, " ", sub->get_name()), out);
}

int Man(const CLI::App& app) {
  std::string out =
      Concat(".TH TIDEWAITER 1 \"\" \"tidewaiter ", TIDEWAITER_VERSION, "\"\n.SH NAME\ntidewaiter \\- ",
             "screens customs consignments for scheduled drug precursors\n.SH SYNOPSIS\n.B tidewaiter\n",
             "COMMAND [OPTIONS]\n.SH DESCRIPTION\n", Roff(app.get_description()), "\n.SH COMMANDS\n");
  for (const CLI::App* sub : Subcommands(app)) AppendManCommand(*sub, sub->get_name(), out);
  AppendTo(out, ".SH NOTES\n.nf\n", Roff(app.get_footer()), "\n.fi\n");
  std::fputs(out.c_str(), stdout);
  return kOk;
}

std::string Words(const CLI::App& app) {
  std::string out;
  for (const CLI::App* sub : Subcommands(app)) AppendTo(out, out.empty() ? "" : " ", sub->get_name());
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) AppendTo(out, out.empty() ? "" : " ", "--", name);
  }
  return out;
}

int Bash(const CLI::App& app) {
  std::string out = Concat(
      "# bash completion for tidewaiter\n_tidewaiter() {\n  local current=${COMP_WORDS[COMP_CWORD]} words=\n"
      "  case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n");
  std::string plain;
  for (const CLI::App* sub : Subcommands(app)) {
    for (const CLI::App* deeper : Subcommands(*sub)) {
      AppendTo(out, "    '", sub->get_name(), " ", deeper->get_name(), "') words='", Words(*deeper),
               "' ;;\n");
    }
    AppendTo(plain, "    '", sub->get_name(), " '*) words='", Words(*sub), "' ;;\n");
  }
  AppendTo(out, plain, "    *) words='", Words(app),
           "' ;;\n  esac\n  mapfile -t COMPREPLY < <(compgen -W \"$words\" -f -- \"$current\")\n}\n"
           "complete -o filenames -F _tidewaiter tidewaiter\n");
  std::fputs(out.c_str(), stdout);
  return kOk;
}

int Zsh(const CLI::App& app) {
  std::string out = "#compdef tidewaiter\nlocal options\ncase \"${words[2]}\" in\n";
  for (const CLI::App* sub : Subcommands(app)) {
    AppendTo(out, "  ", sub->get_name(), ") options='", Words(*sub), "' ;;\n");
  }
  AppendTo(out, "  *) options='", Words(app), "' ;;\nesac\ncompadd -- ${(z)options}\n_files\n");
  std::fputs(out.c_str(), stdout);
  return kOk;
}

}  // namespace

void AddDocsCommand(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("docs", "Print the man page or a shell completion");
  command->group("");  // for packagers; not in --help
  command->require_subcommand(1);
  command->add_subcommand("man", "Man page")->callback([&] { action = [&app] { return Man(app); }; });
  command->add_subcommand("bash", "bash completion")->callback([&] {
    action = [&app] { return Bash(app); };
  });
  command->add_subcommand("zsh", "zsh completion")->callback([&] { action = [&app] { return Zsh(app); }; });
}

}  // namespace tidewaiter::cli
