#include "rules/policy/functions.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <sqlite3.h>

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/date.h"
#include "rules/policy/amounts.h"
#include "rules/policy/batch_index.h"
#include "rules/policy/sqlite_cell.h"

namespace tidewaiter::policy {
namespace {

constexpr size_t kNameBytes = 200;

void SetText(sqlite3_context* context, const std::string& text) {
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

// Words in lower case, sorted, so that "Acme Chemical Co" and "CO ACME CHEMICAL" are one text.
std::string SortedWords(std::string_view name) {
  name = name.substr(0, kNameBytes);
  std::vector<std::string> words(1);
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 'A' && byte <= 'Z') {
      words.back().push_back(static_cast<char>(byte - 'A' + 'a'));
    } else if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80) {
      words.back().push_back(c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  std::sort(words.begin(), words.end());
  std::string out;
  for (const std::string& word : words) AppendTo(out, out.empty() ? "" : " ", word);
  return out;
}

std::optional<double> NumberOf(const Cell& cell) {
  if (cell.kind == Cell::Kind::kInteger) return static_cast<double>(cell.integer);
  if (cell.kind == Cell::Kind::kReal) return cell.real;
  return std::nullopt;
}

using Arguments = sqlite3_value**;

// grams(quantity, unit): NULL when the unit is no mass, or the amount no shipment's.
void Grams(sqlite3_context* context, int, Arguments arguments) {
  const auto quantity = NumberOf(CellOf(arguments[0]));
  const auto factor = GramsPerUnit(CellOf(arguments[1]).text);
  if (!quantity || !factor) return;
  SetResult(context, Cell::Integer(GramsOf(*quantity * *factor / 1000).amount));
}

void Millilitres(sqlite3_context* context, int, Arguments arguments) {
  const auto quantity = NumberOf(CellOf(arguments[0]));
  const auto factor = MillilitresPerUnit(CellOf(arguments[1]).text);
  if (!quantity || !factor) return;
  SetResult(context, Cell::Integer(MillilitresOf(*quantity * *factor / 1000).amount));
}

// Text for people; NULL stays NULL.
template <std::string (*Format)(int64_t)>
void Formatted(sqlite3_context* context, int, Arguments arguments) {
  const auto number = NumberOf(CellOf(arguments[0]));
  if (!number || !(std::abs(*number) < 9e18)) return;
  SetText(context, Format(static_cast<int64_t>(*number)));
}

void Money(sqlite3_context* context, int, Arguments arguments) {
  const auto cents = NumberOf(CellOf(arguments[0]));
  if (!cents || !(std::abs(*cents) < 9e18)) return;
  SetText(context, FormatMoney(static_cast<int64_t>(*cents), CellOf(arguments[1]).text));
}

std::string FormatPercent(int64_t percent) { return Concat(percent, " %"); }

std::string FormatDay(int64_t day) {
  // Years 1800 to 2999, as in chemdb/base/date.h.
  if (day < -62091 || day > 376199) return "";
  return FormatIsoDate(Date(std::chrono::days(day)));
}

// days('2026-01-31'): days since 1970-01-01; NULL for what is no date.
void Days(sqlite3_context* context, int, Arguments arguments) {
  if (const auto date = ParseIsoDate(CellOf(arguments[0]).text)) {
    SetResult(context, Cell::Integer(static_cast<int64_t>(date->time_since_epoch().count())));
  }
}

// list_has('HK;AE', 'AE').
void ListHas(sqlite3_context* context, int, Arguments arguments) {
  std::string_view list = CellOf(arguments[0]).text;
  const std::string_view item = CellOf(arguments[1]).text;
  bool found = false;
  while (!list.empty() && !found) {
    const std::string_view piece = list.substr(0, list.find(';'));
    found = !item.empty() && piece == item;
    list.remove_prefix(std::min(list.size(), piece.size() + 1));
  }
  SetResult(context, Cell::Integer(static_cast<int64_t>(found)));
}

// hs_fits('293333;2939', '29333300'): 1 when the code begins with one of the list; NULL when either is empty.
void HsFits(sqlite3_context* context, int, Arguments arguments) {
  std::string_view list = CellOf(arguments[0]).text;
  const std::string_view code = CellOf(arguments[1]).text;
  if (list.empty() || code.empty()) return;
  bool fits = false;
  while (!list.empty() && !fits) {
    const std::string_view piece = list.substr(0, list.find(';'));
    // A declared code may be shorter than the one that suits: "2933" does not contradict "293333".
    const size_t length = std::min(piece.size(), code.size());
    fits = length >= 4 && piece.substr(0, length) == code.substr(0, length);
    list.remove_prefix(std::min(list.size(), piece.size() + 1));
  }
  SetResult(context, Cell::Integer(static_cast<int64_t>(fits)));
}

void HsChapter(sqlite3_context* context, int, Arguments arguments) {
  SetResult(context, Cell::Integer(HsChapterOf(CellOf(arguments[0]).text)));
}

void HsHeading(sqlite3_context* context, int, Arguments arguments) {
  SetResult(context, Cell::Integer(HsHeadingOf(CellOf(arguments[0]).text)));
}

// country_group('DE', 'EU'); an unknown group is an error, so that a misspelling does not pass in silence.
void CountryGroup(sqlite3_context* context, int, Arguments arguments) {
  const auto* const codes = static_cast<const CodeTables*>(sqlite3_user_data(context));
  const std::string_view group = CellOf(arguments[1]).text;
  if (!codes->HasGroup(group)) {
    sqlite3_result_error(context, Concat("no country group \"", group, "\"").c_str(), -1);
    return;
  }
  SetResult(context, Cell::Integer(static_cast<int64_t>(codes->InGroup(CellOf(arguments[0]).text, group))));
}

// goods_word('Plastic toys'): a word for everyday goods in the text; NULL when there is none.
void GoodsWord(sqlite3_context* context, int, Arguments arguments) {
  const auto* const codes = static_cast<const CodeTables*>(sqlite3_user_data(context));
  const std::string_view word = codes->GoodsWordIn(CellOf(arguments[0]).text);
  if (!word.empty()) SetResult(context, Cell::Text(word));
}

void Similarity(sqlite3_context* context, int, Arguments arguments) {
  SetResult(context, Cell::Real(NameSimilarity(CellOf(arguments[0]).text, CellOf(arguments[1]).text)));
}

struct Function {
  const char* name;
  int arguments;
  void (*call)(sqlite3_context*, int, Arguments);
};
constexpr Function kFunctions[] = {{"grams", 2, &Grams},
                                   {"millilitres", 2, &Millilitres},
                                   {"kilograms", 1, &Formatted<&FormatGrams>},
                                   {"litres", 1, &Formatted<&FormatMillilitres>},
                                   {"money", 2, &Money},
                                   {"percent", 1, &Formatted<&FormatPercent>},
                                   {"iso_date", 1, &Formatted<&FormatDay>},
                                   {"days", 1, &Days},
                                   {"list_has", 2, &ListHas},
                                   {"hs_fits", 2, &HsFits},
                                   {"hs_chapter", 1, &HsChapter},
                                   {"hs_heading", 1, &HsHeading},
                                   {"country_group", 2, &CountryGroup},
                                   {"goods_word", 1, &GoodsWord},
                                   {"name_similarity", 2, &Similarity}};

}  // namespace

double NameSimilarity(std::string_view left, std::string_view right) {
  const std::string a = SortedWords(left);
  const std::string b = SortedWords(right);
  if (a.empty() || b.empty()) return 0;
  std::vector<int> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return 1.0 - static_cast<double>(row[b.size()]) / static_cast<double>(std::max(a.size(), b.size()));
}

std::string FormatGrams(int64_t grams) {
  if (grams > -1000 && grams < 1000) return Concat(grams, " g");
  return absl::StrFormat("%.10g kg", static_cast<double>(grams) / 1000);
}

std::string FormatMillilitres(int64_t millilitres) {
  if (millilitres > -1000 && millilitres < 1000) return Concat(millilitres, " mL");
  return absl::StrFormat("%.10g L", static_cast<double>(millilitres) / 1000);
}

std::string FormatMoney(int64_t cents, std::string_view currency) {
  const bool negative = cents < 0;
  const uint64_t size = negative ? 0 - static_cast<uint64_t>(cents) : static_cast<uint64_t>(cents);
  return Concat(negative ? "-" : "", size / 100, ".", absl::StrFormat("%02d", size % 100),
                currency.empty() ? "" : " ", currency);
}

absl::Status RegisterFunctions(sqlite3* db, const CodeTables* codes) {
  for (const Function& function : kFunctions) {
    const int code = sqlite3_create_function_v2(
        db, function.name, function.arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
        const_cast<CodeTables*>(codes), function.call, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
      return absl::InternalError(Concat("SQLite: function ", function.name, ": ", sqlite3_errmsg(db)));
    }
  }
  return absl::OkStatus();
}

void UnregisterFunctions(sqlite3* db) {
  for (const Function& function : kFunctions) {
    sqlite3_create_function_v2(db, function.name, function.arguments, SQLITE_UTF8, nullptr, nullptr, nullptr,
                               nullptr, nullptr);
  }
}

}  // namespace tidewaiter::policy
