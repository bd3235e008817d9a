#include "rules/policy/code_tables.h"

#include <filesystem>

#include "absl/strings/numbers.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter::policy {

absl::StatusOr<CodeTables> CodeTables::Load(const std::string& directory) {
  CodeTables out;
  const std::string hs = Concat(directory, "/hs_chapters.csv");
  if (std::filesystem::exists(hs)) {
    TW_ASSIGN_OR_RETURN(const CsvTable table, CsvTable::Read(hs));
    for (const CsvTable::Row& row : table.rows()) {
      HsChapter chapter;
      if (!absl::SimpleAtoi(table.Get(row, "chapter"), &chapter.chapter)) {
        return absl::InvalidArgumentError(Concat(hs, ":", row.line, ": a chapter is a number"));
      }
      chapter.title = table.Get(row, "title");
      chapter.goods = table.Get(row, "goods");
      out.chapters_.push_back(std::move(chapter));
    }
  }
  const std::string groups = Concat(directory, "/country_groups.csv");
  if (std::filesystem::exists(groups)) {
    TW_ASSIGN_OR_RETURN(const CsvTable table, CsvTable::Read(groups));
    for (const CsvTable::Row& row : table.rows()) {
      const std::string& name = table.Get(row, "name");
      const std::string& country = table.Get(row, "country");
      if (name.empty() || country.size() != 2) {
        return absl::InvalidArgumentError(
            Concat(groups, ":", row.line, ": needs a name and a country of two letters"));
      }
      out.members_.insert(Concat(name, "/", country));
      out.members_.insert(Concat(name, "/"));
      out.groups_.push_back({name, country});
    }
  }
  const std::string words = Concat(directory, "/goods_words.csv");
  if (std::filesystem::exists(words)) {
    TW_ASSIGN_OR_RETURN(const CsvTable table, CsvTable::Read(words));
    for (const CsvTable::Row& row : table.rows()) {
      const std::string& word = table.Get(row, "word");
      if (word.empty()) return absl::InvalidArgumentError(Concat(words, ":", row.line, ": no word"));
      // From U+3000 on (three bytes and more, first one E3 or above): Han, kana, hangul.
      if (static_cast<unsigned char>(word[0]) >= 0xE3) {
        out.inner_words_.push_back(word);
      } else {
        out.words_.insert(word);
      }
    }
  }
  return out;
}

std::string_view CodeTables::GoodsWordIn(std::string_view text) const {
  const auto is_letter = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0x80 || byte == '-';
  };
  std::string word;
  for (size_t at = 0; at < text.size();) {
    if (!is_letter(text[at])) {
      ++at;
      continue;
    }
    word.clear();
    for (; at < text.size() && is_letter(text[at]); ++at) {
      const char c = text[at];
      word.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    if (const auto it = words_.find(word); it != words_.end()) return *it;
  }
  for (const std::string& inner : inner_words_) {
    if (text.find(inner) != std::string_view::npos) return inner;
  }
  return {};
}

bool CodeTables::InGroup(std::string_view country, std::string_view group) const {
  return !country.empty() && members_.contains(Concat(group, "/", country));
}

bool CodeTables::HasGroup(std::string_view group) const { return members_.contains(Concat(group, "/")); }

}  // namespace tidewaiter::policy
