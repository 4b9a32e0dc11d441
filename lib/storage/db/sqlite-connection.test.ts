import BetterSqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { cacheStatements } from './sqlite-connection.js'

test('a statement is compiled once, takes new values each time, and survives a change of its table', () => {
  const database = new BetterSqlite(':memory:')
  database.exec('create table t (a integer); insert into t values (1), (2)')
  const { prepare, close } = cacheStatements(database)
  const select = 'select * from t where a = ?'
  expect(prepare(select)).toBe(prepare(select))
  expect(prepare(select).all(1)).toEqual([{ a: 1 }])
  database.exec("alter table t add column b text default 'x'")
  expect(prepare(select).all(2)).toEqual([{ a: 2, b: 'x' }])
  close()
})

test('the number of cached statements is limited', () => {
  const database = new BetterSqlite(':memory:')
  const { prepare, close } = cacheStatements(database)
  const used = prepare('select 0')
  const first = prepare('select 1')
  for (let index = 2; index < 500; index++) {
    prepare(`select ${index}`)
    expect(prepare('select 0')).toBe(used)
  }
  expect(prepare('select 1')).not.toBe(first)
  close()
})
