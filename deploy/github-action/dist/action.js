import{homedir as e,tmpdir as t}from"node:os";import{dirname as n,join as r,resolve as i}from"node:path";import{appendFileSync as a,closeSync as o,constants as s,existsSync as c,fstatSync as l,lstatSync as u,mkdirSync as d,mkdtempSync as f,openSync as p,promises as m,readFileSync as ee,realpathSync as te,renameSync as ne,rmSync as h,statSync as re,watch as ie,writeFileSync as ae}from"node:fs";import{randomUUID as oe}from"node:crypto";var se=Object.defineProperty,g=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(e){throw n=[e],e}},_=(e,t)=>{let n={};for(var r in e)se(n,r,{get:e[r],enumerable:!0});return t||se(n,Symbol.toStringTag,{value:`Module`}),n};function ce(){return process.env}function le(e,t){let n=Symbol.for(`keyfold.${t}`);Object.assign(e.prototype,{name:t,[n]:!0}),Object.defineProperty(e,Symbol.hasInstance,{value(t){return this===e?n in Object(t):Function.prototype[Symbol.hasInstance].call(this,t)}})}function ue(e,t=``){e instanceof x&&(e.stack=[String(e),...t.split(`
`).slice(2)].join(`
`))}function v(e){return e===`localhost`||e===`::1`||e===`[::1]`||pe.test(e)}function de(e,t,n){let r=fe(e,t);if(r.username!==``||r.password!==``)throw new S(`INVALID_URL`,`${t} holds a user name or a password.`,`Take them out of it, and give the token as the token.`);if(r.protocol===`http:`&&!n&&!v(r.hostname))throw new S(`INSECURE_URL`,`${t} is plain http to another machine, where the token and the values could be read on the way.`,`Use https. In a network that you trust, allow it by name: allowInsecureHttp: true, or cloud.allow_insecure_http = true.`);r.search=``,r.hash=``;let i=r.pathname.replace(/\/+$/,``);return r.pathname=i.endsWith(`/graphql`)?i:`${i}/graphql`,r}function fe(e,t){let n=URL.canParse(e)?new URL(e):void 0;if(n&&/^https?:$/.test(n.protocol))return n;throw new S(`INVALID_URL`,`${t} is not a URL of http or https.`,`Give the server's address, for example https://keyfold.example.`)}function y(e){if(/^[\x21-\x7e]+$/.test(e))return e;throw new S(`INVALID_TOKEN`,`The token holds a character that no token of Keyfold has.`,`A line break or a space at its end is a common reason: trim it.`)}function b(e,t){if(e>0&&e<=me)return e;throw new S(`INVALID_OPTIONS`,`${t} is not a time that a call may take.`,`Give a number above 0, and at most 24 days.`)}var x,S,pe,me,C=g((()=>{x=class e extends Error{code;tip;constructor(e,t,n,r){super(t,r),this.code=e,this.tip=n}static{le(e,`KeyfoldError`)}},S=class e extends x{constructor(e,t,n,r,i){super(e,t,n),r!==void 0&&(this.status=r),i!==void 0&&(this.origin=i)}static{le(e,`ClientError`)}},pe=/^127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/,me=2**31-1})),he=class e extends Error{response;request;constructor(t,n){let r=`${e.extractMessage(t)}: ${JSON.stringify({response:t,request:n})}`;super(r),Object.setPrototypeOf(this,e.prototype),this.response=t,this.request=n,typeof Error.captureStackTrace==`function`&&Error.captureStackTrace(this,e)}static extractMessage(e){return e.errors?.[0]?.message??`GraphQL Error (Code: ${String(e.status)})`}};const ge=e=>e.toUpperCase(),_e=e=>typeof e==`function`?e():e,ve=(e,t)=>e.map((e,n)=>[e,t[n]]),w=e=>{let t={};return e instanceof Headers?t=ye(e):Array.isArray(e)?e.forEach(([e,n])=>{e&&n!==void 0&&(t[e]=n)}):e&&(t=e),t},ye=e=>{let t={};return e.forEach((e,n)=>{t[n]=e}),t},be=e=>{try{let t=e();return Se(t)?t.catch(e=>xe(e)):t}catch(e){return xe(e)}},xe=e=>e instanceof Error?e:Error(String(e)),Se=e=>typeof e==`object`&&!!e&&`then`in e&&typeof e.then==`function`&&`catch`in e&&typeof e.catch==`function`&&`finally`in e&&typeof e.finally==`function`,Ce=e=>{throw Error(`Unhandled case: ${String(e)}`)},T=e=>typeof e==`object`&&!!e&&!Array.isArray(e),we=(e,t)=>e.documents?e:{documents:e,requestHeaders:t,signal:void 0},Te=(e,t,n)=>e.query?e:{query:e,variables:t,requestHeaders:n,signal:void 0},Ee={},De=`Content-Type`,Oe=`application/json`,ke=e=>e.replace(/([\s,]|#[^\n\r]+)+/g,` `).trim(),Ae=e=>{let t=e.toLowerCase();return t.includes(`application/graphql-response+json`)||t.includes(`application/json`)},je=e=>{try{if(Array.isArray(e))return{_tag:`Batch`,executionResults:e.map(Me)};if(T(e))return{_tag:`Single`,executionResult:Me(e)};throw Error(`Invalid execution result: result is not object or array. \nGot:\n${String(e)}`)}catch(e){return e}},Me=e=>{if(typeof e!=`object`||!e)throw Error(`Invalid execution result: result is not object`);let t,n,r;if(`errors`in e){if(!T(e.errors)&&!Array.isArray(e.errors))throw Error(`Invalid execution result: errors is not plain object OR array`);t=e.errors}if(`data`in e){if(!T(e.data)&&e.data!==null)throw Error(`Invalid execution result: data is not plain object`);n=e.data}if(`extensions`in e){if(!T(e.extensions))throw Error(`Invalid execution result: extensions is not plain object`);r=e.extensions}return{data:n,errors:t,extensions:r}},Ne=e=>e._tag===`Batch`?e.executionResults.some(Pe):Pe(e.executionResult),Pe=e=>Array.isArray(e.errors)?e.errors.length>0:!!e.errors,Fe=e=>typeof e==`object`&&!!e&&`kind`in e&&e.kind===Ee.OPERATION_DEFINITION,Ie=e=>{let t,n=e.definitions.filter(Fe);return n.length===1&&(t=n[0].name?.value),t},Le=e=>{let t=!1,n=e.definitions.filter(Fe);return n.length===1&&(t=n[0].operation===`mutation`),t},Re=(e,t)=>{let n=typeof e==`string`||`kind`in e?e:String(e),r=typeof n==`string`?n:(void 0)(n),i=!1,a;if(t)return{expression:r,isMutation:i,operationName:a};let o=be(()=>typeof n==`string`?(void 0)(n):n);return o instanceof Error?{expression:r,isMutation:i,operationName:a}:(a=Ie(o),i=Le(o),{expression:r,operationName:a,isMutation:i})},ze=JSON,Be=async e=>{let t={...e,method:e.request._tag===`Single`?e.request.document.isMutation?`POST`:ge(e.method??`post`):e.request.hasMutations?`POST`:ge(e.method??`post`),fetchOptions:{...e.fetchOptions,errorPolicy:e.fetchOptions.errorPolicy??`none`}},n=await Ue(t.method)(t),r=await n.text(),i;try{i=He(r,n.headers.get(De),e.fetchOptions.jsonSerializer??ze)}catch(e){i=e}let a={status:n.status,headers:n.headers,body:r};if(!n.ok)return i instanceof Error?new he({...a},{query:e.request._tag===`Single`?e.request.document.expression:e.request.query,variables:e.request.variables}):new he(i._tag===`Batch`?{...i.executionResults,...a}:{...i.executionResult,...a},{query:e.request._tag===`Single`?e.request.document.expression:e.request.query,variables:e.request.variables});if(i instanceof Error)throw i;if(Ne(i)&&t.fetchOptions.errorPolicy===`none`)return new he(i._tag===`Batch`?{...i.executionResults,...a}:{...i.executionResult,...a},{query:e.request._tag===`Single`?e.request.document.expression:e.request.query,variables:e.request.variables});switch(i._tag){case`Single`:return{...a,...Ve(t)(i.executionResult)};case`Batch`:return{...a,data:i.executionResults.map(Ve(t))};default:Ce(i)}},Ve=e=>t=>({extensions:t.extensions,data:t.data,errors:e.fetchOptions.errorPolicy===`all`?t.errors:void 0}),He=(e,t,n)=>t&&Ae(t)?je(n.parse(e)):je(e),Ue=e=>async t=>{let n=new Headers(t.headers),r=null,i;n.has(`Accept`)||n.set(`Accept`,[`application/graphql-response+json`,Oe].join(`, `)),e===`POST`?(i=(t.fetchOptions.jsonSerializer??ze).stringify(We(t)),typeof i==`string`&&!n.has(`Content-Type`)&&n.set(De,Oe)):r=Ge(t);let a={method:e,headers:n,body:i,...t.fetchOptions},o=new URL(t.url),s=a;if(t.middleware){let{url:e,...n}=await Promise.resolve(t.middleware({...a,url:t.url,operationName:t.request._tag===`Single`?t.request.document.operationName:void 0,variables:t.request.variables}));o=new URL(e),s=n}return r&&r.forEach((e,t)=>{o.searchParams.append(t,e)}),await(t.fetch??fetch)(o,s)},We=e=>{switch(e.request._tag){case`Single`:return{query:e.request.document.expression,variables:e.request.variables,operationName:e.request.document.operationName};case`Batch`:return ve(e.request.query,e.request.variables??[]).map(([e,t])=>({query:e,variables:t}));default:throw Ce(e.request)}},Ge=e=>{let t=e.fetchOptions.jsonSerializer??ze,n=new URLSearchParams;switch(e.request._tag){case`Single`:return n.append(`query`,ke(e.request.document.expression)),e.request.variables&&n.append(`variables`,t.stringify(e.request.variables)),e.request.document.operationName&&n.append(`operationName`,e.request.document.operationName),n;case`Batch`:{let r=e.request.variables?.map(e=>t.stringify(e))??[],i=e.request.query.map(ke),a=ve(i,r).map(([e,t])=>({query:e,variables:t}));return n.append(`query`,t.stringify(a)),n}default:throw Ce(e.request)}};var Ke=class{url;requestConfig;constructor(e,t={}){this.url=e,this.requestConfig=t}rawRequest=async(...e)=>{let[t,n,r]=e,i=Te(t,n,r),{headers:a,fetch:o=globalThis.fetch,method:s=`POST`,requestMiddleware:c,responseMiddleware:l,excludeOperationName:u,...d}=this.requestConfig,{url:f}=this;i.signal!==void 0&&(d.signal=i.signal);let p=Re(i.query,u),m=await Be({url:f,request:{_tag:`Single`,document:p,variables:i.variables},headers:{...w(_e(a)),...w(i.requestHeaders)},fetch:o,method:s,fetchOptions:d,middleware:c});if(l&&await l(m,{operationName:p.operationName,variables:n,url:this.url}),m instanceof Error)throw m;return m};async request(e,...t){let[n,r]=t,i=qe(e,n,r),{headers:a,fetch:o=globalThis.fetch,method:s=`POST`,requestMiddleware:c,responseMiddleware:l,excludeOperationName:u,...d}=this.requestConfig,{url:f}=this;i.signal!==void 0&&(d.signal=i.signal);let p=Re(i.document,u),m=await Be({url:f,request:{_tag:`Single`,document:p,variables:i.variables},headers:{...w(_e(a)),...w(i.requestHeaders)},fetch:o,method:s,fetchOptions:d,middleware:c});if(l&&await l(m,{operationName:p.operationName,variables:i.variables,url:this.url}),m instanceof Error)throw m;return m.data}async batchRequests(e,t){let n=we(e,t),{headers:r,excludeOperationName:i,...a}=this.requestConfig;n.signal!==void 0&&(a.signal=n.signal);let o=n.documents.map(({document:e})=>Re(e,i)),s=o.map(({expression:e})=>e),c=o.some(({isMutation:e})=>e),l=n.documents.map(({variables:e})=>e),u=await Be({url:this.url,request:{_tag:`Batch`,operationName:void 0,query:s,hasMutations:c,variables:l},headers:{...w(_e(r)),...w(n.requestHeaders)},fetch:this.requestConfig.fetch??globalThis.fetch,method:this.requestConfig.method||`POST`,fetchOptions:a,middleware:this.requestConfig.requestMiddleware});if(this.requestConfig.responseMiddleware&&await this.requestConfig.responseMiddleware(u,{operationName:void 0,variables:l,url:this.url}),u instanceof Error)throw u;return u.data}setHeaders(e){return this.requestConfig.headers=e,this}setHeader(e,t){let{headers:n}=this.requestConfig;return n?n[e]=t:this.requestConfig.headers={[e]:t},this}setEndpoint(e){return this.url=e,this}};const qe=(e,t,n)=>e.document?e:{document:e,variables:t,requestHeaders:n,signal:void 0};var Je=/* @__PURE__ */ _({httpFetch:()=>nt});async function Ye(e){let t=e===`https:`?`node:https`:`node:http`;return process.getBuiltinModule?.(t)??await import(t)}function Xe(e,{Agent:t}){if(!v(e.hostname))return;let n=et.get(e.protocol)??new t({keepAlive:!0});return et.set(e.protocol,n),n}async function Ze(e,t){try{return await t()}catch(t){throw e?.aborted?e.reason:TypeError(`fetch failed`,{cause:t})}}function Qe(e){let t=async()=>void e.destroy();return{cancel:t,getReader:()=>{let n=e[Symbol.asyncIterator]();return{read:()=>n.next(),cancel:t}}}}async function $e(e){let t=[],n=0;for await(let r of e){if(n+=r.length,n>tt)throw Error(`The response has more than ${tt} bytes.`);t.push(r)}return new TextDecoder(`utf-8`,{fatal:!0}).decode(Buffer.concat(t))}var et,tt,nt,rt=g((()=>{C(),et=/* @__PURE__ */ new Map,tt=268435456,nt=(async(e,t={})=>{let n=new URL(e instanceof URL?e:String(e)),r=await Ye(n.protocol),i=Xe(n,r),{signal:a,method:o=`GET`,body:s}=t;return Ze(a,async()=>{let e=await new Promise((e,c)=>{let l=t.headers,u=r.request(n,{method:o,headers:l,...i?{agent:i}:{},...a?{signal:a}:{}});u.on(`response`,e),u.on(`error`,c),u.end(s??void 0)}),c=e.statusCode??0;return{ok:c>=200&&c<300,status:c,url:n.href,headers:{get:t=>e.headers[t.toLowerCase()]?.toString()??null},body:Qe(e),text:()=>Ze(a,()=>$e(e))}})})}));function E(){return process.env}function it(t){return t.HOME||t.USERPROFILE||e()}function at(e=E(),t=`KEYFOLD`){return e[`${t}_CONFIG`]||r(it(e),`.${t.toLowerCase()}`,`config.toml`)}var ot=g((()=>{}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function st(e,t){let n=e.slice(0,t).split(/\r?\n/);return[n.length,n.pop().length+1]}function ct(e,t,n){let r=e.split(/\r?\n/),i=``,a=(Math.log10(t+1)|0)+1;for(let e=t-1;e<=t+1;e++){let o=r[e-1];o&&(i+=e.toString().padEnd(a,` `),i+=`:  `,i+=o,i+=`
`,e===t&&(i+=` `.repeat(a+n+2),i+=`^
`))}return i}var D,O=g((()=>{D=class e extends Error{line;column;codeblock;constructor(e,t){let[n,r]=st(t.toml,t.ptr),i=ct(t.toml,n,r);super(`Invalid TOML document: ${e}\n\n${i}`,t),this.line=n,this.column=r,this.codeblock=i}static x(t,n,r){throw new e(t,{toml:n.s,ptr:r??n.p})}}}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function lt(e){let t=e.p,n=e.s.charCodeAt(e.p++),r=n,i=n===39,a=n===e.s.charCodeAt(e.p)&&n===e.s.charCodeAt(e.p+1);a&&((n=e.s.charCodeAt(e.p+=2))===10?e.p++:n===13&&e.s.charCodeAt(e.p+1)===10&&(e.p+=2));let o=``,s=e.p,c=0;for(;e.p<e.s.length;e.p++)if(n=e.s.charCodeAt(e.p),a&&(n===10||n===13&&e.s.charCodeAt(e.p+1)===10))c&&=3;else if(n<32&&n!==9||n===127)D.x(`control characters are not allowed in strings`,e);else if((!c||c===3)&&n===r&&(!a||e.s.charCodeAt(e.p+1)===r&&e.s.charCodeAt(e.p+2)===r)){if(a&&(e.s.charCodeAt(e.p+3)===r&&e.p++,e.s.charCodeAt(e.p+3)===r&&e.p++),!c){let t=e.s.slice(s,e.p);o=o?o+t:t}return e.p+=a?3:1,o}else if(!c)!i&&n===92&&(o+=e.s.slice(s,s=e.p),c=1);else if(c===1){if(n===120||n===117||n===85){let t=e.p++-1,r=0,i=n===120?2:n===117?4:8;for(let t=0;t<i;t++,e.p++){let t=e.s.charCodeAt(e.p),n=t>=48&&t<=57?t-48:t>=65&&t<=70?t-65+10:t>=97&&t<=102?t-97+10:-1;n<0&&D.x(`invalid non-hex character in unicode escape`,e),r=r<<4|n}(r<0||r>1114111||r>=55296&&r<=57343)&&D.x(`invalid unicode escape`,e,t),o+=String.fromCodePoint(r),s=e.p--,c=0}else a&&(n===32||n===9)?c=2:(n===98?o+=`\b`:n===116?o+=`	`:n===110?o+=`
`:n===102?o+=`\f`:n===114?o+=`\r`:n===101?o+=`\x1B`:n===34?o+=`"`:n===92?o+=`\\`:D.x(`unrecognised escape sequence`,e),s=e.p+1,c=0)}else n!==32&&n!==9&&(c===2&&D.x(`invalid escape: only line-ending whitespace may be escaped`,e,s),c=+(!i&&n===92),s=e.p);D.x(`unfinished string`,e,t)}var ut=g((()=>{O()})),dt,ft,pt=g((()=>{dt=/^(\d{4}-\d{2}-\d{2})?[Tt ]?(?:(\d{2}):\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|z|[-+]\d{2}:\d{2})?$/i,ft=class e extends Date{#e=!1;#t=!1;#n=null;constructor(e,t,n){
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
let r=!0,i=!0,a=`Z`,o;if(typeof e==`string`){if(t)prep:{if(t<3){if(+e.slice(11,13)>23){e=``;break prep}t===2?(a=null,e+=`Z`):(o=e.charCodeAt(e.length-1))!==90&&o!==122&&(a=e.slice(e.length-6)),n&&(e=e.slice(0,10)+`T`+e.slice(11))}else t===4&&(e=+e.slice(0,2)>23?``:`0000-01-01T${e}Z`);r=t!==4,i=t!==3}else{let t=e.match(dt);t?(t[1]||(r=!1,e=`0000-01-01T${e}`),i=!!t[2],i&&e[10]===` `&&(e=e.replace(` `,`T`)),t[2]&&+t[2]>23?e=``:(a=t[3]||null,!a&&i&&(e+=`Z`))):e=``}}super(e),isNaN(this.getTime())||(this.#e=r,this.#t=i,this.#n=a)}isDateTime(){return this.#e&&this.#t}isLocal(){return!this.#e||!this.#t||!this.#n}isDate(){return this.#e&&!this.#t}isTime(){return this.#t&&!this.#e}isValid(){return this.#e||this.#t}toISOString(){let e=super.toISOString();if(this.isDate())return e.slice(0,10);if(this.isTime())return e.slice(11,23);if(this.#n===null)return e.slice(0,-1);if(this.#n===`Z`||this.#n===`z`)return e;let t=this.#n.slice(1,3)*60+ +this.#n.slice(4,6);return t=this.#n[0]===`-`?t:-t,(/* @__PURE__ */ new Date(this.getTime()-t*6e4)).toISOString().slice(0,-1)+this.#n}static wrapAsOffsetDateTime(t,n=`Z`){let r=new e(t);return r.#n=n,r}static wrapAsLocalDateTime(t){let n=new e(t);return n.#n=null,n}static wrapAsLocalDate(t){let n=new e(t);return n.#t=!1,n.#n=null,n}static wrapAsLocalTime(t){let n=new e(t);return n.#e=!1,n.#n=null,n}}}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function k(e,t=10){return t===16?e>47&&e<58||e>64&&e<71||e>96&&e<103:e>47&&e<48+t}function mt(e,t){return e===32||e===9||e===10||e===13||t&&(e===t||e===44)||e===35}function ht(e,t){let n=e.p,r=e.s.charCodeAt(e.p);if(r===91||r===123){e.d--||D.x(`document contains excessively nested structures. aborting.`,e);let t=r===91?Tt(e):wt(e);return e.d++,t}return r===34||r===39?lt(e):r===116?((e.s.charCodeAt(++e.p)!==114||e.s.charCodeAt(++e.p)!==117||e.s.charCodeAt(++e.p)!==101)&&D.x(`invalid value`,e,n),e.p++,!0):r===102?((e.s.charCodeAt(++e.p)!==97||e.s.charCodeAt(++e.p)!==108||e.s.charCodeAt(++e.p)!==115||e.s.charCodeAt(++e.p)!==101)&&D.x(`invalid value`,e,n),e.p++,!1):r===43||r===45?A(e,e.p,e.s.charCodeAt(++e.p),44-r,t):e.s.charCodeAt(e.p+4)===45&&e.s.charCodeAt(e.p+7)===45?vt(e,r,t):e.s.charCodeAt(e.p+2)===58?yt(e,r,t):A(e,e.p,r,0,t)}function A(e,t,n,r,i){let a=n,o=0,s=!1;if(a===105)return(e.s.charCodeAt(++e.p)!==110||e.s.charCodeAt(++e.p)!==102)&&D.x(`invalid value`,e,t),e.p++,(r||1)/0;if(a===110)return(e.s.charCodeAt(++e.p)!==97||e.s.charCodeAt(++e.p)!==110)&&D.x(`invalid value`,e,t),e.p++,NaN;if(a===48){if(++e.p>=e.s.length||mt(a=e.s.charCodeAt(e.p),i))return e.bi===!0?0n:0;if(!r){if(a===120)return gt(e,t,16,i);if(a===98)return gt(e,t,2,i);if(a===111)return gt(e,t,8,i)}a===46?o=2:a===101||a===69?o=4:D.x(`illegal leading zero`,e,t)}else k(a)||D.x(`invalid value`,e,t);for(;++e.p<e.s.length&&(a=e.s.charCodeAt(e.p),!mt(a,i));)o||=1,a===95?(o&1||D.x(`illegal underscore`,e),o+=11,s=!0):o===1&&a===46?o=2:(o===1||o===3)&&(a===101||a===69)?o=4:o===4&&(a===43||a===45)?o=6:k(a)?o>9?o-=11:o&1||o++:D.x(`illegal character in numeric literal`,e);if(!o){let t=(n-48)*(r||1);return e.bi===!0?BigInt(t):t}o&1||D.x(`unfinished numeric value`,e,t);let c=e.s.slice(t,e.p);return s&&(c=c.replaceAll(`_`,``)),o>1?parseFloat(c):_t(e,c,10,t)}function gt(e,t,n,r){let i,a=1;for(;++e.p<e.s.length&&(i=e.s.charCodeAt(e.p),!mt(i,r));)i===95?(a&1&&D.x(`illegal underscore`,e),a=3):k(i,n)?a&1&&a--:D.x(`illegal character in numeric literal`,e);a&1&&D.x(`unfinished numeric value`,e);let o=e.s.slice(t+2,e.p);return a&&(o=o.replaceAll(`_`,``)),_t(e,o,n,t)}function _t(e,t,n,r){if(e.bi!==!0)int:{let i=parseInt(t,n);if(!Number.isSafeInteger(i)){if(e.bi)break int;D.x(`integer value cannot be represented losslessly`,e,r)}return i}return BigInt(n===10?t:(n===2?`0b`:n===8?`0o`:`0x`)+t)}function vt(e,t,n){let r=e.p++,i;if(!k(t)||!k(e.s.charCodeAt(e.p++))||!k(e.s.charCodeAt(e.p++))||!k(e.s.charCodeAt(e.p++)))return A(e,e.p=r,t,0,n);if(e.p+=5,k(e.s.charCodeAt(e.p++))||D.x(`invalid date-time: date part is malformed`,e,r),e.p>=e.s.length||((t=e.s.charCodeAt(e.p))!==32||(i=!0,!k(e.s.charCodeAt(e.p+1))))&&t!==84&&t!==116)return j(e,e.s.slice(r,e.p),3,!1,r);if(e.s.charCodeAt(e.p+=3)!==58&&D.x(`invalid date-time: time part is malformed`,e,r),e.s.charCodeAt(e.p+=3)===58&&(e.p+=3),e.s.charCodeAt(e.p)===46)for(;k(e.s.charCodeAt(++e.p)););if(t=e.s.charCodeAt(e.p)){if(t===90||t===122)return j(e,e.s.slice(r,++e.p),1,i,r,`[+00:00]`);if(t===43||t===45)return j(e,e.s.slice(r,e.p+=6),1,i,r,!e.ld&&`[`+e.s.slice(e.p-6,e.p)+`]`)}return j(e,e.s.slice(r,e.p),2,i,r)}function yt(e,t,n){let r=e.p;if(!k(t)||!k(e.s.charCodeAt(++e.p)))return A(e,--e.p,t,0,n);if(e.s.charCodeAt(e.p+=4)===58&&(e.p+=3),e.s.charCodeAt(e.p)===46)for(;k(e.s.charCodeAt(++e.p)););return j(e,e.s.slice(r,e.p),4,!1,r)}function j(e,t,n,r,i,a){if(e.ld){let a=new ft(t,n,r);return a.isValid()||D.x(`invalid date`,e,i),a}try{switch(a&&(t+=a),n){case 1:return Temporal.ZonedDateTime.from(t);case 2:return Temporal.PlainDateTime.from(t);case 3:return Temporal.PlainDate.from(t);case 4:return Temporal.PlainTime.from(t)}}catch(t){D.x(t instanceof Error?t.message:``+t,e,i)}}var bt=g((()=>{ut(),Et(),O(),pt()}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function xt(e){for(;e.p<e.s.length;e.p++){let t=e.s.charCodeAt(e.p);if(t===10)break;if(t===13&&e.s.charCodeAt(e.p+1)===10){e.p++;break}(t<32&&t!==9||t===127)&&D.x(`control characters are not allowed in comments`,e)}}function M(e,t,n){let r;for(;e.p<e.s.length;){for(;e.p<e.s.length&&((r=e.s.charCodeAt(e.p))===32||r===9||!t&&(r===10||r===13&&e.s.charCodeAt(e.p+1)===10));)e.p++;if(n||r!==35)break;xt(e)}}var St=g((()=>{O()}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function Ct(e,t=61){let n,r=0,i=[],a,o=e.s.charCodeAt(n=e.p);do if(o===t)return r||D.x(`unexpected end of key`,e),r===1&&i.push(e.s.slice(a,e.p)),e.p++,i;else o===46?(r||D.x(`illegal empty bare key`,e),r===1&&i.push(e.s.slice(a,e.p)),r=0):!r&&(o===34||o===39)?(o===e.s.charCodeAt(e.p+1)&&o===e.s.charCodeAt(e.p+2)&&D.x(`illegal quoted key: multiline strings are not allowed`,e),i.push(lt(e)),r=2,e.p--):o===32||o===9?r===1&&(i.push(e.s.slice(a,e.p)),r=2):r===2||o<48&&o!==45||o>57&&o<65||o>90&&o<97&&o!==95||o>122?D.x(`illegal character in key`,e):r||(r=1,a=e.p);while(o=e.s.charCodeAt(++e.p));D.x(`incomplete key-value: cannot find end of key`,e,n)}function wt(e){let t=e.p++,n=Object.create(null),r=/* @__PURE__ */ new Set,i;for(;e.p<e.s.length;){if(M(e),(i=e.s.charCodeAt(e.p))===125)return e.p++,n;let t,a=n,o=!1,s=e.p,c=Ct(e);for(let n=0;n<c.length;n++){n&&(a=o?a[t]:a[t]=Object.create(null)),t=c[n],(o=Object.hasOwn(a,t))&&(typeof a[t]!=`object`||r.has(a[t]))&&D.x(`trying to redefine an already defined value`,e,s);let i=t===`__proto__`;if(e.uk&&(i||t===`constructor`)){a=e.uk!==1&&D.x(`document contains an unsafe property`,e,s);break}!o&&i&&Object.defineProperty(a,t,{enumerable:!0,configurable:!0,writable:!0})}o&&D.x(`trying to redefine an already defined value`,e,s),M(e,!0,!0);let l=ht(e,125);if(a&&typeof(a[t]=l)==`object`&&r.add(l),M(e),(i=e.s.charCodeAt(e.p++))===125)return n;i!==44&&D.x(`expected comma or end of structure`,e,e.p-1)}D.x(`unfinished table`,e,t)}function Tt(e){let t=e.p++,n=[],r;for(;e.p<e.s.length;){if(M(e),(r=e.s.charCodeAt(e.p))===93)return e.p++,n;if(n.push(ht(e,93)),M(e),(r=e.s.charCodeAt(e.p++))===93)return n;r!==44&&D.x(`expected comma or end of structure`,e,e.p-1)}D.x(`unfinished array`,e,t)}var Et=g((()=>{ut(),bt(),St(),O()}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function Dt(e,t,n,r,i){let a=n,o=r,s,c=!1,l;for(let n=0;n<t.length;n++){if(n){if(a=c?a[s]:a[s]=Object.create(null),o=(l=o[s]).c,i===0&&(l.t===1||l.t===2))return null;if(l.t===2){let e=a.length-1;a=a[e],o=o[e].c}}if(s=t[n],(c=Object.hasOwn(a,s))&&o[s]?.t===0&&o[s]?.d)return null;if(!c){let r=s===`__proto__`;if(e.uk&&(r||s===`constructor`))return!1;r&&(Object.defineProperty(a,s,{enumerable:!0,configurable:!0,writable:!0}),Object.defineProperty(o,s,{enumerable:!0,configurable:!0,writable:!0})),o[s]={t:n<t.length-1&&i===2?3:i,d:!1,i:0,c:Object.create(null)}}}if(l=o[s],l.t!==i&&(i!==1||l.t!==3)||(i===2&&(l.d||(l.d=!0,a[s]=[]),a[s].push(a=Object.create(null)),l.c[l.i++]=l={t:1,d:!1,i:0,c:Object.create(null)}),l.d))return null;if(l.d=!0,i===1)a=c?a[s]:a[s]=Object.create(null);else if(i===0&&c)return null;return[s,a,l.c]}function Ot(e,t,n){(t===null||e.uk===2)&&D.x(t===null?`trying to redefine an already defined table or value`:`document contains an unsafe property`,e,n)}function kt(e,t={}){let n={s:e,p:0,d:t.maxDepth??1e3,bi:t.integersAsBigInt??!1,ld:t.useLegacyDate??!0,uk:t.unsafeKeyBehaviour===`throw`?2:+(t.unsafeKeyBehaviour===`drop`)},r=Object.create(null),i=Object.create(null),a,o=!1,s=r,c=i;for(e.charCodeAt(0)===65279&&n.p++,M(n);n.p<e.length;){if(e.charCodeAt(n.p)===91){let t=e.charCodeAt(++n.p)===91;a=n.p+=+t,o=!1;let l=Ct(n,93);t&&(e.charCodeAt(n.p)!==93&&D.x(`expected end of table array declaration`,n),n.p++);let u=Dt(n,l,r,i,t?2:1);u?(c=u[2],s=u[1]):(Ot(n,u,a),o=!0)}else{a=n.p;let e=Dt(n,Ct(n),s,c,0);!e&&!o&&Ot(n,e,a),M(n,!0,!0);let t=ht(n,void 0);e&&!o&&(e[1][e[0]]=t)}M(n,!0),n.p<e.length&&(a=e.charCodeAt(n.p))!==10&&(a!==13||e.charCodeAt(n.p+1)!==10)&&D.x(`each key-value declaration must be followed by an end-of-line`,n),M(n)}return r}var At=g((()=>{Et(),bt(),St(),O()})),jt=g((()=>{``.isWellFormed})),Mt=g((()=>{
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
At(),jt(),O()}));
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function Nt(e,t){let n=Symbol.for(`keyfold.${t}`);Object.assign(e.prototype,{name:t,[n]:!0}),Object.defineProperty(e,Symbol.hasInstance,{value(t){return this===e?n in Object(t):Function.prototype[Symbol.hasInstance].call(this,t)}})}function Pt(e){return e?.kind===`file`?`${e.path}:${e.line}`:e?.kind===`variable`?e.name:e?.kind??`unset`}function Ft(){return process.env}function It(t){return t.HOME||t.USERPROFILE||e()}function Lt(e=Ft(),t=`KEYFOLD`){return e[`${t}_CONFIG`]||r(It(e),`.${t.toLowerCase()}`,`config.toml`)}function Rt(e){return i(e)===i(`keyfold.toml`)}function zt(e){return e.ACTIONS_ID_TOKEN_REQUEST_URL&&e.ACTIONS_ID_TOKEN_REQUEST_TOKEN?`github`:c(rr)?`file:${rr}`:void 0}function Bt(e,{env:t,home:n,onVariable:r}){let i=e;for(let e=0;e<10;e+=1){let e=!1,a=Gt(i,(n,i)=>{let a=Object.hasOwn(t,n)?t[n]:void 0;return r?.(i,a!==void 0),e||=a!==void 0,a??i}).replace(/^~(?=\/|$)/,()=>n);if(a===i&&!e)return i;i=a}return Kt(e,t),null}function Vt(e){return e.replaceAll(`\\$`,`$`)}function Ht(e){return typeof e==`string`&&/^~|\$/.test(e)}function Ut(){return new H(`TEXT_TOO_LONG`,`A value is too long once it is filled in.`,`Make it smaller.`)}function Wt(e,t,n){return new H(e,`${[...t.slice(t.indexOf(n)),n].join(` → `)} refer to each other.`,`Give one of them another value, or write \\$ for a dollar.`)}function Gt(e,t){let n=0,r=(e,r,i)=>{let a=t(r??i,e);if(n+=a.length,n>1e7)throw Ut();return a},i=e.lastIndexOf(`}`)+1;return e.slice(0,i).replace(/(?<!\\)\$(?:(\w+)|\{([^}]+)\})/g,r)+e.slice(i).replace(/(?<!\\)\$(\w+)/g,r)}function Kt(e,t){let n=/* @__PURE__ */ new Set,r=(e,i)=>{Gt(e,(e,a)=>{let o=`$${e}`;if(i.includes(o))throw Wt(`VARIABLE_CYCLE`,i,o);return!n.has(e)&&i.length<1e3&&Object.hasOwn(t,e)&&(r(t[e]??``,[...i,o]),n.add(e)),a})};r(e,[])}function N(e){if(!/["']/.test(e))return e.split(`.`);let t=[];if(e.replace(ir,(e,n,r,i)=>(t.push(n?qt(n):r??i),``)))throw Jt();return t}function P(e){return e.map(e=>/^[\w-]+$/.test(e)?e:JSON.stringify(e).replaceAll(``,`\\u007f`)).join(`.`)}function qt(e){try{return JSON.parse(e)}catch{throw Jt()}}function Jt(){return new H(`INVALID_PATH`,`This is not a path of keys.`,`Quote keys that hold dots or quotes: a."b.c"`)}function F(e){if(typeof e!=`object`||!e)return!1;let t=Object.getPrototypeOf(e);return t===null||t===Object.prototype}function Yt(e,t,n){t===`__proto__`?Object.defineProperty(e,t,{value:n,enumerable:!0,configurable:!0,writable:!0}):e[t]=n}function I(e,t,n){Yt(L(e,t.slice(0,-1)),t.at(-1)??``,n)}function Xt(e,t=[]){return F(e)?Zt(e).flatMap(n=>Xt(e[n],[...t,n])):[t]}function Zt(e){return Object.getOwnPropertyNames(e).filter(t=>typeof e[t]!=`function`)}function L(e,t){let n=e;for(let e of t){if(!F(n)||!Object.hasOwn(n,e)||Qt(n,e))return;n=n[e]}return n}function Qt(e,t){return t===`toJSON`&&typeof e[t]==`function`}function R(e,t,n=0){if(n>ar)throw z();for(let r of Object.keys(t)){let i=t[r];if(i===void 0)continue;let a=Object.hasOwn(e,r)&&e[r];F(a)&&F(i)?R(a,i,n+1):Yt(e,r,$t(i,n+1))}}function $t(e,t){if(t>ar)throw z();if(Array.isArray(e))return e.map(e=>$t(e,t+1));if(!F(e))return e;let n={};return R(n,e,t),n}function z(e){return new H(`TOO_DEEP`,`Tables or lists are nested too deep.`,`Make them flatter.`,e)}function en(e,t,n){let r={},i=/* @__PURE__ */ new Map,{env:a}=t;for(let o of Object.keys(a))try{let n=a[o],s=nn(o,e);if(!s||n===void 0)continue;let c=Bt(rn(n),t),l=c===null?null:an(c);R(r,tn(s,l)),i.set(P(s),{name:o,keys:s,written:c,value:l})}catch(e){if(!(e instanceof H))throw e;n(e)}return{table:r,variables:i}}function tn(e,t){return e.reduceRight((e,t)=>Object.fromEntries([[t,e]]),t)}function nn(e,t){let n=`${t}__`;if(!e.startsWith(n))return;let r=e.slice(n.length).toLowerCase().split(`__`);if(r.every(e=>e!==``))return r;throw new H(`INVALID_VARIABLE`,`The environment variable ${JSON.stringify(e)} names no key.`,`Unset it.`)}function rn(e){return e.replace(/\\(?:[ntr\\"]|x([\da-fA-F]{2})|u[\da-fA-F]{4})/g,(e,t)=>JSON.parse(`"${t?`\\u00${t}`:e}"`))}function an(e){let t=e.toLowerCase();if(t===`true`)return!0;if(t===`false`)return!1;if(/^(0|-?[1-9]\d*)$/.test(e)){let t=Number(e);return Number.isSafeInteger(t)?t:BigInt(e)}if(/^(nan|-?inf|-?0\.0)$/.test(e))return Number(e.replace(`inf`,`Infinity`));if(!/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(e))return e;let n=Number(e);return n!==0&&on(n)===e?n:e}function on(e){let t=Math.abs(e);return t>=1e-4&&t<0x2386f26fc10000?Number.isInteger(e)?`${e}.0`:String(e):e.toExponential().replace(/e([+-])(\d)$/,`e$10$2`)}function B({files:e,environment:t,overrides:n},r){if(L(n,r)!==void 0)return{origin:{kind:`override`}};if(L(t.table,r)!==void 0){let e=P(r),{variables:n}=t,i=n.get(e)??[...n].find(([t])=>t.startsWith(`${e}.`))?.[1];return{...i,origin:{kind:`variable`,name:i?.name??e}}}let i=e.findLast(({table:e})=>L(e,r)!==void 0);if(!i)return{origin:{kind:`default`}};let{line:a,written:o}=i.placeOf(r);return{origin:{kind:`file`,path:i.path,line:a},value:L(i.table,r),written:o}}function sn(e){return e.kind===`file`?{path:e.path,line:e.line}:void 0}function cn(e,t,{onReference:n,report:r}){let i=/* @__PURE__ */ new Set,a=[],o=0,s=t=>{let n=L(e,t);if(typeof n!=`string`||!n.includes("${"))return n;let r=P(t);if(i.has(r))return n;if(a.includes(r))throw Wt(`REFERENCE_CYCLE`,a,r);if(a.length>=cr)throw dn(a[0]??r);a.push(r);let o=c(n,t);return a.pop(),i.add(r),I(e,t,o),o},c=(e,t)=>{let n=e;for(let e=0;e<10;e+=1){let e=sr.exec(n)?.[1];if(e!==void 0){let r=l(e,t);if(typeof r!=`string`)return r;n=r}else{let e=n.replace(or,(e,n)=>{let r=un(l(n,t));if(o+=r.length,o>1e7)throw Ut();return r});if(e===n)break;n=e}}return n},l=(e,t)=>{let r=ln(e),i=s(r),a=i!==void 0&&!F(i);return n(t,r,a),a?i:``};for(let e of t)try{s(e)}catch(t){if(!(t instanceof H))throw t;a.length=0,r(e,t)}}function ln(e){try{return N(e)}catch{return[e]}}function un(e){return e instanceof Date?e.toISOString():Array.isArray(e)?JSON.stringify(e,(e,t)=>typeof t==`bigint`?String(t):t):String(e)}function dn(e){return new H(`REFERENCE_TOO_DEEP`,`The key ${e} leads over too many references.`,`Refer to the last of them.`)}function fn(e){return{env:e.env??Ft(),prefix:e.envPrefix??`KEYFOLD`}}function pn(e,t,n){let{env:r,prefix:i}=fn(e),a=It(r),o={files:t,environment:en(i,{env:r,home:a},n.report),overrides:e.overrides??{}},s=gn(o),c=mn(s,o,r);if(i===`KEYFOLD`&&!c){let e=L(t.find(({path:e})=>Rt(e))?.table,[`context`]);F(e)&&delete e.secrets,s=gn(o)}let l={};R(l,e.defaults??{}),i===`KEYFOLD`&&R(l,hn(c)),R(l,s);let u=new ur(e.schema),d=(e,{code:t,message:r,tip:i})=>{let{origin:a}=B(o,e),s=a.kind===`variable`?` (${a.name})`:``;n.report(new H(t,`${P(e)}${s}: ${r}`,i,sn(a)))},f=Xt(l).filter(e=>Ht(L(l,e)));for(let e of f){let t=(t,r)=>n.onVariable?.(e,t,r);try{I(l,e,Bt(L(l,e),{env:r,home:a,onVariable:t}))}catch(t){if(!(t instanceof H))throw t;d(e,t)}}cn(l,f,{report:d,onReference(e,t,r){u.has(t,L(l,t))&&u.add(e),n.onReference?.(e,t,r)}});for(let e of f){let t=L(l,e);typeof t==`string`&&I(l,e,Vt(t))}let p=[`cloud`,`use_local_secrets`];return i===`KEYFOLD`&&typeof L(l,p)!=`boolean`&&d(p,new H(`INVALID_CONFIG`,`It is neither true nor false.`,`Write true or false.`)),{values:l,layers:o,secrets:u,prefix:i}}function mn(e,t,n){let{url:r,token:i,token_file:a,identity:o,use_local_secrets:s}=Object(e.cloud),c=e=>{let{origin:n}=B(t,[`cloud`,e]);return n.kind===`file`&&Rt(n.path)};return s??!(r&&(i||a||!c(`url`)&&(!c(`identity`)&&o||zt(n))))}function hn(e){return{cloud:{use_local_secrets:e,url:`http://127.0.0.1:4250`,token:``,request_timeout_seconds:30},context:{secrets:{}}}}function gn({files:e,environment:t,overrides:n}){let r={};for(let t of e)R(r,t.table);return _n(L(r,[`context`,`secrets`]),L(t.table,[`context`,`secrets`])),R(r,t.table),R(r,n),r}function _n(e,t){if(F(e)&&F(t))for(let n of Object.keys(e)){let r=n.toLowerCase();r!==n&&Object.hasOwn(t,r)&&delete e[n]}}function vn({path:e=[]}){return e.map(e=>String(typeof e==`object`?e.key:e))}function yn(e,t){return bn(t,e)?`it does not fit`:t}function bn(e,t){if(typeof t==`object`&&t)return Object.values(t).some(t=>bn(e,t));if(typeof t==`boolean`||t===``)return!1;let n=String(t);return n.length<4?e.split(/[^\w.-]+/).includes(n):e.includes(n)}function*xn(e,t){let{values:n}=t;if(!e)return n;let r=/* @__PURE__ */ new Set,i=yield e[`~standard`].validate(n);for(let a=0;i.issues&&a<fr;){let o=i.issues.map(wn).find(e=>e!==``&&!r.has(e));if(o===void 0)break;r.add(o);let s=Sn(o,t).slice(0,dr);for(let t=1;t<1<<s.length;t+=1){Cn(t,s,n);let r=yield e[`~standard`].validate(n);if(a+=1,!r.issues?.some(e=>Tn(o,wn(e)))){i=r;break}Cn(0,s,n)}}if(i.issues)throw En(i.issues,t);return i.value}function Sn(e,{values:t,layers:n}){return[...n.environment.variables.values()].filter(({keys:r,value:i,written:a})=>i!==a&&Object.is(L(t,r),i)&&L(n.overrides,r)===void 0&&Tn(e,P(r)))}function Cn(e,t,n){t.forEach(({keys:t,value:r,written:i},a)=>{I(n,t,e&1<<a?i:r)})}function wn(e){return P(vn(e))}function Tn(e,t){return`${t}.`.startsWith(`${e}.`)}function En(e,t){let n=e.map(e=>Dn(e,t));return new H(`INVALID_CONFIG`,`${n.length} ${n.length===1?`setting doesn't`:`settings don't`} fit the schema:${n.map(({text:e})=>`\n  ${e}`).join(``)}`,`Correct them or the schema.`,n.length===1?n[0]?.place:void 0)}function Dn(e,{values:t,layers:n,secrets:r,prefix:i}){let a=vn(e),o=P(a),s=a;for(;s.length>0&&L(t,s)===void 0;)s=s.slice(0,-1);let c=r.has(a,L(t,a))?`it does not fit`:yn(L(t,s),e.message);if(a.length===0)return{text:c};if(s.length<a.length&&F(L(t,s)))return{text:`${o}, which nothing sets: ${c} (in a file, or by ${[i,...a.map(e=>e.toUpperCase())].join(`__`)})`};let{origin:l}=B(n,s);return{text:`${o} (${Pt(l)}): ${c}`,place:sn(l)}}function On(e,t,n=[]){let r=Array.isArray(e);if(r||F(e)&&!Object.isFrozen(e)){for(let[i,a]of Object.entries(e))On(a,t,[...n,r?`[]`:i]);r||kn(e,t,n),Object.freeze(e)}}function kn(e,t,n){if(Object.defineProperty(e,hr,{value:(r,i,a)=>a(V(e,t,n,!1),i)}),Object.hasOwn(e,`toJSON`))for(let t of Object.keys(e))Object.defineProperty(e,t,{enumerable:!1});else Object.defineProperty(e,"toJSON",{value:()=>V(e,t,n,!0)})}function V(e,t,n,r){return F(e)?Object.fromEntries(Zt(e).map(i=>[i,V(e[i],t,[...n,i],r)])):e!==``&&t.has(n,e)?pr:typeof e==`string`?e.replace(mr,`$1${pr}@`):Array.isArray(e)?e.map(e=>V(e,t,[...n,`[]`],r)):r&&typeof e==`bigint`?String(e):e}function An(e,t){let n=0,r=1,i=t=>{t.lastIndex=n;let i=t.exec(e)?.[0]??``;return n+=i.length,r+=i.split(`
`).length-1,i},a=()=>{do i(/[\s,]*/y);while(i(/#[^\n]*/y));return e.charAt(n)},o=()=>{let t=n,r=i(/"""|'''|["']/y);if(r){let t=r.startsWith(`'`)?/[^']*/y:/[^"\\]*/y;for(i(t);n<e.length&&!e.startsWith(r,n);i(t))i(/\\?./sy);n+=r.length,r.length>1&&i(/["']*/y)}return e.slice(t,n)},s=()=>{let e=[];do{a();let t=o();e.push(t?kt(`key = ${t}`).key:i(/[\w-]*/y))}while(i(/[ \t]*[.=\]]+/y).endsWith(`.`));return e},c=e=>{let s=a();if(i(/[[{]/y)){let t=s===`[`?c:l;for(;!`]}`.includes(a());)t(e);n+=1}else if(!o()){let n=i(/[^,\]}#\n]*/y).trim();t.bareValue?.(e,r,n)}},l=e=>{let n=[...e,...s()];t.key?.(n,r),c(n)},u=[];for(;a();)i(/\[+/y)?(u=s(),t.key?.(u,r)):l(u)}function jn(e){let t=/* @__PURE__ */ new Map;return An(e,{key(e,n){for(let r=e.length;r>0;--r){let i=P(e.slice(0,r));if(t.has(i))break;t.set(i,{line:n})}},bareValue(e,n,r){t.set(P(e),{line:n,...t.get(P(e)),written:r})}}),t}function Mn(e){let t=Nn(e);t===void 0||vr.has(e.path)||(vr.add(e.path),process.emitWarning(t,{code:`KEYFOLD_CONFIG_READABLE`}))}function Nn({path:e,mode:t,table:n}){if(t&63&&process.platform!==`win32`&&(Pn(L(n,[`context`,`secrets`]))||Pn(L(n,[`cloud`,`token`]))))return`${e} holds secrets and other users can read it. Keep it to yourself: chmod 600 ${e}`}function Pn(e){return F(e)?Object.values(e).some(Pn):e!==void 0&&e!==``&&!(typeof e==`string`&&/^\$(\w+|\{[^}]*\})$/.test(e))}function Fn(e){let[t=1,n=1]=e;return t*n===64770||t===0!=(n===0)}function In(e){let t=/^\d{4}-\d\d-\d\d/.exec(e)?.[0];return t!==void 0&&new Date(t).toJSON()?.slice(0,10)!==t}function Ln(e,t){let n;try{n=kt(e,{integersAsBigInt:`asNeeded`,maxDepth:100})}catch(n){throw zn(n,e,t)}return br.test(e)&&Rn(e,t),n}function Rn(e,t){An(e,{bareValue:(e,n,r)=>{let i=In(r);if(i||yr.test(r))throw new H(i?`INVALID_TOML`:`INEXACT_DATE`,`${P(e)} is ${i?`not a day of its month`:`finer than milliseconds`}.`,`Correct it or quote it.`,{path:t,line:n})}})}function zn(e,t,n){if(!(e instanceof D))return z({path:n});let{line:r,column:i}=e,a={path:n,line:r,column:i},o=(e.message.split(`
`)[0]??``).replace(`Invalid TOML document: `,``);if(o.includes(`excessively nested`))return z(a);let[s,c]=Bn(t,r,i)?[`The value is a string without quotes.`,`Quote it: KEY = "VALUE"`]:[`This is not TOML: ${o}.`,`See https://toml.io for its rules.`];return new H(`INVALID_TOML`,s,c,a)}function Bn(e,t,n){let r=(e.split(`
`)[t-1]??``).slice(0,n+100);return/^[^=]*=\s*$/.test(r.slice(0,n-1))&&/^[^\s\d"'[\]{}#=,]/.test(r.slice(n-1))}function*Vn({path:e,required:t},n){for(let r=0;r<Sr;r+=1)try{let t=yield n.open(e);try{let r=yield n.stat(t);Hn(r,e);let i=yield n.read(t);if(Un(r,yield n.stat(t),i))return Wn(i,r,e)}finally{yield n.close(t)}}catch(n){if(n instanceof H)throw n;let{code:r}=n;if(r!==`ENOENT`&&r!==`ENOTDIR`)throw Gn(n,e);if(!t)return;throw new H(`FILE_NOT_FOUND`,`There is no such file.`,`Create it, or correct its name.`,{path:e})}throw new H(`FILE_CHANGED`,`The file changed each time it was read.`,`Write another and rename it.`,{path:e})}function Hn(e,t){if(!e.isFile())throw new H(`NOT_A_FILE`,`This is not a regular file.`,`Name a TOML file.`,{path:t});if(e.size>xr)throw new H(`FILE_TOO_LARGE`,`The file is larger than 32 MiB.`,`Make it smaller.`,{path:t})}function Un(e,t,n){return e.size===n.length&&t.size===n.length&&e.mtimeMs===t.mtimeMs}function Wn(e,{mode:t},n){let r=e.toString(`utf8`),i=Fn(e),a=e.equals(Buffer.from(r));if(!i&&a)return new _r(n,r,Ln(r,n),t&511);let o=i?void 0:r.slice(0,r.indexOf(`�`)).split(`
`).length;throw new H(`INVALID_UTF8`,`The file is ${i?`UTF-16`:`not UTF-8`}.`,`Save it as UTF-8.`,{path:n,line:o})}function Gn(e,t){let{code:n}=e;return new H(`FILE_UNREADABLE`,`It can't be read (${n}).`,`Let this program read it.`,{path:t})}function Kn(e){let t=e.next();for(;!t.done;){if(t.value instanceof Promise)throw t.value.catch(()=>{}),new H(`ASYNC_SCHEMA`,`The schema returns a promise.`,`Use loadConfigAsync.`);t=e.next(t.value)}return t.value}async function qn(e){let t=e.next();for(;!t.done;)t=await Promise.resolve(t.value).then(t=>e.next(t),t=>e.throw(t));return t.value}function Jn(e={}){return Xn(e,Yn(e))}function Yn(e){return Kn(er(e,wr))}function Xn(e,t){return Kn(tr(e,t))}async function Zn(e={}){return qn(tr(e,await qn(er(e,Tr))))}function Qn(e){let{env:t,prefix:n}=fn(e);return e.files?.map(e=>({path:e,required:!0}))??$n(t,n)}function $n(e,t){return[{path:Lt(e,t),required:!!e[`${t}_CONFIG`]},{path:`${t.toLowerCase()}.toml`,required:!1}]}function*er(e,t){let n=[];for(let r of Qn(e)){let e=yield*Vn(r,t);e&&n.push(e)}return n}function*tr(e,t){for(let e of t)Mn(e);let n=pn(e,t,{report(e){throw e}});return new gr(yield*xn(e.schema,n),n.layers,n.secrets)}var nr,H,rr,ir,ar,or,sr,cr,lr,ur,dr,fr,pr,mr,hr,gr,_r,vr,yr,br,xr,Sr,Cr,wr,Tr,Er=g((()=>{Mt(),nr=class e extends Error{code;tip;constructor(e,t,n,r){super(t,r),this.code=e,this.tip=n}static{Nt(e,`KeyfoldError`)}},H=class e extends nr{constructor(e,t,n,r){let i=r?`${[r.path,r.line,r.column].filter(Boolean).join(`:`)}: `:``;super(e,i+t,n),Object.assign(this,r)}static{Nt(e,`ConfigError`)}},rr=`/var/run/secrets/keyfold/token`,ir=/(?:^|(?!^)\.)(?:("(?:[^"\\]|\\.)*")|'([^']*)'|([^."']+))/gy,ar=200,or=/(?<!\\)\$\{([^${}]+)\}/g,sr=/^\$\{([^${}]+)\}$/,cr=500,lr=/(?<![a-z])(secrets?|passw(or)?ds?|token|(api|private).?keys?|credentials?)(?![a-z])/i,ur=class{#e=/* @__PURE__ */ new Set;#t;constructor(e){this.#t=e}add(e){this.#e.add(P(e))}has(e,t){let[n,r]=e;if(n===`context`&&r===`secrets`)return e.length>2;let i=/string|object/.test(typeof t)&&lr.test(e.join().replace(/[A-Z]+(?![a-z])|[A-Z]/g,`_$&`));return i||this.#n(),i||this.#e.has(P(e))}#n(){let e=this.#t;this.#t=void 0;let t=(e,n)=>{if(F(e)){(e.writeOnly||e.format===`password`)&&this.add(n);for(let[r,i]of Object.entries(e.properties??{}))t(i,[...n,r]);t(e.items,[...n,`[]`]);for(let r of[e.anyOf,e.oneOf,e.allOf].flat())t(r,n)}};try{t(e?.[`~standard`].jsonSchema?.output({target:`draft-2020-12`}),[])}catch{}}},dr=5,fr=200,pr=`<secret>`,mr=/(:\/\/[^/?#:@]*:)[^\s/?#]+@/g,hr=Symbol.for(`nodejs.util.inspect.custom`),gr=class{values;#e;#t;constructor(e,t,n){On(e,n),this.values=e,this.#e=t,this.#t=n,Object.freeze(this)}get(e){return L(this.values,N(e))}has(e){return L(this.values,N(e))!==void 0}origin(e){return this.has(e)?B(this.#e,N(e)).origin:void 0}written(e){let t=N(e),n=L(this.values,t),r=B(this.#e,t);return typeof n!=`string`&&Object.is(r.value,n)?r.written??void 0:void 0}paths(){return Xt(this.values).map(P)}isSecret(e){let t=N(e);return this.#t.has(t,L(this.values,t))}},_r=class{path;table;mode;#e;#t;constructor(e,t,n,r){this.path=e,this.table=n,this.mode=r,this.#e=t}placeOf(e){return this.#t??=jn(this.#e),this.#t.get(P(e))??{line:1}}equals(e){return e!==void 0&&this.#e===e.#e}},vr=/* @__PURE__ */ new Set,yr=/:\d\d\.\d{3}\d*[1-9]/,br=/:\d\d\.\d{4}|-(29|3\d)/,xr=33554432,Sr=3,Cr=s.O_RDONLY|(s.O_NONBLOCK??0),wr={open:e=>p(e,Cr),stat:e=>l(e),read:e=>ee(e),close:o},Tr={open:e=>m.open(e,Cr),stat:e=>e.stat(),read:e=>e.readFile(),close:e=>e.close()}})),Dr=/* @__PURE__ */ _({ConfigError:()=>H,KeyfoldError:()=>nr,formatOrigin:()=>Pt,loadConfig:()=>Jn,loadConfigAsync:()=>Zn,userConfigPath:()=>Lt,watchConfig:()=>Or});function Or(e,t){let n=/* @__PURE__ */ new Map,r=Yn(e),i=Xn(e,r),a,o,s=!1,c=()=>{if(!s)try{u();let n=Yn(e);if(n.length===r.length&&n.every((e,t)=>e.equals(r[t]))&&a===void 0)return;i=Xn(e,n),r=n,a=void 0,t(i)}catch(e){if(!(e instanceof H))throw e;if(a===e.message)return;a=e.message,t(i,e)}},l=()=>{clearTimeout(o),o=setTimeout(c,Mr),o.unref()},u=()=>{let t=new Set(Qn(e).flatMap(({path:e})=>Ar(e)));for(let[e,r]of n)t.has(e)||(r.close(),n.delete(e));for(let e of t){if(n.has(e))continue;let t=kr(e,l);t.on(`error`,()=>{n.delete(e),t.close(),l()}),n.set(e,t)}},d=()=>{s=!0,clearTimeout(o);for(let e of n.values())e.close();n.clear()};return u(),{get config(){return i},close:d,[Symbol.dispose]:d}}function kr(e,t){try{return ie(e,{persistent:!1},t)}catch(t){throw Gn(t,e)}}function Ar(e){let t=[],r=i(e);for(let e=n(r);e!==r;r=e,e=n(e)){let n=jr(e);n!==void 0&&(t.length===0||u(r,{throwIfNoEntry:!1})?.isSymbolicLink())&&t.push(n)}let a=jr(e);return a===void 0?t:[...t,n(a)]}function jr(e){try{return te(e)}catch{return}}var Mr,Nr=g((()=>{Er(),Mr=50})),Pr=/* @__PURE__ */ _({checkLoginName:()=>Vr,findLogin:()=>Fr,findNamedLogin:()=>zr,listNamedLogins:()=>Br,listOrigins:()=>Ir,removeLogin:()=>Rr,removeNamedLogin:()=>Ur,saveLogin:()=>Lr,saveNamedLogin:()=>Hr});function Fr(e,t){return W(U(t)).unnamed.get(e)}function Ir(e){return[...W(U(e)).unnamed.keys()].sort()}function Lr(e,t,n){let[r,i]=[Wr(e),y(t)];Jr(U(n),({unnamed:e})=>e.set(r,i))}function Rr(e,t){let n=U(t);return W(n).unnamed.has(e)?Jr(n,({unnamed:t})=>t.delete(e)):!1}function zr(e,t){return W(U(t)).named.get(e)}function Br(e){let{named:t}=W(U(e));return[...t].map(([e,{origin:t}])=>({name:e,origin:t})).sort((e,t)=>e.name<t.name?-1:1)}function Vr(e){if(/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u.test(e))return e;throw new S(`INVALID_OPTIONS`,`This is no name of a login.`,`It begins with a letter or a digit, has . _ @ and - beside those, and at most 64 characters.`)}function Hr(e,t,n,r){Vr(e);let i={origin:Wr(t),token:y(n)};Jr(U(r),({named:t})=>t.set(e,i))}function Ur(e,t){let n=U(t);return W(n).named.has(e)?Jr(n,({named:t})=>t.delete(e)):!1}function Wr(e){let t=URL.canParse(e)?new URL(e):void 0;if(t&&/^https?:$/.test(t.protocol))return t.origin;throw new S(`INVALID_URL`,`A login needs the URL of a server of http or https.`,`Give the server's address, for example https://keyfold.example.`)}function U(e){return r(n(at(e)),`logins.json`)}function W(e){let t=Kr(e);if(t===void 0)return{unnamed:/* @__PURE__ */ new Map,named:/* @__PURE__ */ new Map};if(t.length>ni)throw ei(e);let{version:n,logins:r,named:i={}}=Object(qr(t,e));if(n!==1||!Gr(r)||!Gr(i))throw ei(e);let a=(t,n)=>{let r=Object(t)[n];if(typeof r!=`string`)throw ei(e);return r};return{unnamed:new Map(Object.entries(r).map(([e,t])=>[e,a(t,`token`)])),named:new Map(Object.entries(i).map(([e,t])=>[e,{origin:a(t,`origin`),token:a(t,`token`)}]))}}function Gr(e){return typeof e==`object`&&!!e}function Kr(e){try{return ee(e,`utf8`)}catch(t){if(t.code===`ENOENT`)return;throw ti(e,t)}}function qr(e,t){try{return JSON.parse(e)}catch{throw ei(t)}}function Jr(e,t){try{return d(n(e),{recursive:!0,mode:448}),Xr(`${e}.lock`,()=>{let n=W(e),r=t(n);return Yr(e,n),r})}catch(t){throw t instanceof S?t:ti(e,t)}}function Yr(e,t){let n=Object.fromEntries([...t.unnamed].map(([e,t])=>[e,{token:t}])),r=t.named.size===0?{}:{named:Object.fromEntries(t.named)},i=JSON.stringify({version:1,logins:n,...r},null,2),a=`${e}.${crypto.randomUUID()}`;try{ae(a,`${i}\n`,{mode:384,flag:`wx`,flush:!0}),ne(a,e)}finally{h(a,{force:!0})}}function Xr(e,t){for(;!Zr(e);)Qr(e)?h(e,{force:!0}):$r();try{return t()}finally{h(e,{force:!0})}}function Zr(e){try{return ae(e,``,{mode:384,flag:`wx`}),!0}catch(e){if(e.code===`EEXIST`)return!1;throw e}}function Qr(e){let t=re(e,{throwIfNoEntry:!1})?.mtimeMs;return t!==void 0&&Math.abs(Date.now()-t)>ii}function $r(){Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0,ri)}function ei(e){return new S(`INVALID_LOGINS`,`${e} is not a file of logins.`,`Put it right, or move it away and log in again with: keyfold login URL`)}function ti(e,t){let n=String(t?.code??`no reason given`);return new S(`LOGINS_UNAVAILABLE`,`${e} could not be read or written (${n}).`,`Check that its folder is yours and has room.`)}var ni,ri,ii,ai=g((()=>{ot(),C(),ni=1048576,ri=5,ii=1e4})),oi=/* @__PURE__ */ _({readIdentity:()=>si});async function si(e,t,n=globalThis.fetch){let[,r,i=``]=/^(file|env):(.+)$/s.exec(e)??[];if(e===`github`)return li(await ci(t,n),`GitHub`);if(r===`file`)return li(bi(i),`The file ${i}`);if(r===`env`)return li(E()[i]??``,`The variable ${i}`);throw new S(`INVALID_OPTIONS`,`cloud.identity is none of github, file:PATH and env:NAME.`,`Set it to where this program's signed token comes from, or leave it out.`)}async function ci(e,t){let{ACTIONS_ID_TOKEN_REQUEST_URL:n=``,ACTIONS_ID_TOKEN_REQUEST_TOKEN:r}=E(),i=URL.canParse(n)?new URL(n):void 0;if(!i||!r||!(i.protocol===`https:`||v(i.hostname)))return``;i.searchParams.set(`audience`,e);try{let e={accept:`application/json`,authorization:`Bearer ${r}`},n=AbortSignal.timeout(ui),a=await t(i.href,{headers:e,signal:n,redirect:`manual`});return a.status===200?JSON.parse(await a.text())?.value:``}catch{return``}}function li(e,t){if(typeof e==`string`&&e.length<=di&&/^[\w-]+\.[\w-]+\.[\w-]+$/.test(e))return e;throw new S(`IDENTITY_UNAVAILABLE`,`${t} has no signed token for this program.`,t===`GitHub`?`Give the job the permission id-token: write.`:`Have the platform write it there, with the server's public_url as its audience.`)}var ui,di,fi=g((()=>{Pi(),C(),ot(),ui=1e4,di=16384})),pi=/* @__PURE__ */ _({connectByConfiguration:()=>xi,n:()=>bi,t:()=>Ni});function mi(e){return i(e)===i(`keyfold.toml`)}function hi(e){return e.ACTIONS_ID_TOKEN_REQUEST_URL&&e.ACTIONS_ID_TOKEN_REQUEST_TOKEN?`github`:c(ji)?`file:${ji}`:void 0}function gi(e){return e?.kind===`file`?`${e.path}:${e.line}`:e?.kind===`variable`?e.name:e?.kind??`unset`}function _i(e){let t=Mi.get(e)??yi(e);return Mi.set(e,t),t}function vi(e,t){let n=e.origin(t);return n?.kind===`file`&&mi(n.path)}function yi(e){let t=t=>String(e.get(t)??``),n=n=>vi(e,n)?``:t(n),r=`cloud.use_local_secrets`,i=e.get(r)!==!1,a=e.origin(r)?.kind==="default",o=t(`cloud.token`),s=n(`cloud.token_file`),c=s!==``&&(o===``||o.startsWith(`keyfold_run_`)),l=hi(E()),u=n(`cloud.trust`),d=n(`cloud.identity`)||u&&l||void 0;return{secretsAreLocal:i,reason:a&&!i?`${G(e,`cloud.url`)} sets a server`:`cloud.use_local_secrets is ${i} (${gi(e.origin(r))})`,url:t(`cloud.url`),isUrlOfFolder:vi(e,`cloud.url`),get token(){return(c?bi(s):void 0)??(o||void 0)},identity:d,foundIdentity:l,get trust(){return this.token===void 0&&d&&u||void 0},isTokenOfFolder:!c&&vi(e,`cloud.token`),tokenFile:c?s:void 0,allowInsecureHttp:e.get(`cloud.allow_insecure_http`)===!0&&!vi(e,`cloud.allow_insecure_http`),timeoutMs:Number(e.get(`cloud.request_timeout_seconds`)??30)*1e3}}function G(e,t){return`${t} (${gi(e.origin(t))})`}function bi(e){try{return ee(e,`utf8`).trim()||void 0}catch{return}}async function xi(e){let t=e.config??(await Promise.resolve().then(()=>(Nr(),Dr))).loadConfig(),n=_i(t),r=e.url||n.url,i=!e.token&&n.token===void 0&&n.identity!==void 0;if(!e.url&&n.isUrlOfFolder&&(i||await Si(r)===void 0))throw Ei(t);let a=de(r,e.url?`The client's option url`:G(t,`cloud.url`),e.allowInsecureHttp??n.allowInsecureHttp),{origin:o}=a,s=t=>t&&Ci(n,o)&&wi(t,o,e),c=e.token||Ti(n,o,t)||s(n.identity)||await Si(r)||s(n.foundIdentity);if(!c)throw Oi(o);let l=e.timeoutMs===void 0?b(n.timeoutMs,G(t,`cloud.request_timeout_seconds`)):b(e.timeoutMs,`The client's option timeoutMs`);return{endpoint:a,token:typeof c==`string`?y(c):c,timeoutMs:l}}async function Si(e){if(!URL.canParse(e))return;let{findLogin:t}=await Promise.resolve().then(()=>(ai(),Pr));return t(new URL(e).origin)}function Ci({url:e},t){return URL.canParse(e)&&new URL(e).origin===t}function wi(e,t,{fetch:n}){return async()=>{let{readIdentity:r}=await Promise.resolve().then(()=>(fi(),oi));return r(e,t,n)}}function Ti(e,t,n){let{token:r,isTokenOfFolder:i}=e;if(r===void 0||!Ci(e,t))return``;if(i)throw Di(n);return r}function Ei(e){return new S(`UNTRUSTED_URL`,`${G(e,`cloud.url`)} names a server that you have not logged in to. Nothing was sent to it.`,`If you trust this folder and that server: keyfold login URL. Or set KEYFOLD__CLOUD__URL to another.`)}function Di(e){return new S(`UNTRUSTED_TOKEN`,`${G(e,`cloud.token`)} is the token of whoever wrote that file: what you set would be theirs. It was not used.`,`Take it out of there; use keyfold login URL, or KEYFOLD__CLOUD__TOKEN.`)}function Oi(e){return new S(`NO_TOKEN`,`There is no token for ${e}.`,`Log in (keyfold login ${e}), or set KEYFOLD__CLOUD__TOKEN with KEYFOLD__CLOUD__URL, or give the client both.`)}var ki,Ai,ji,Mi,Ni,Pi=g((()=>{ot(),C(),ki=Object.defineProperty,Ai=(e,t)=>{let n={};for(var r in e)ki(n,r,{get:e[r],enumerable:!0});return t||ki(n,Symbol.toStringTag,{value:`Module`}),n},ji=`/var/run/secrets/keyfold/token`,Mi=/* @__PURE__ */ new WeakMap,Ni=/* @__PURE__ */ Ai({connectByConfiguration:()=>xi})}));C();const Fi={now:()=>Date.now(),after(e,t){let n=setTimeout(t,e);return()=>clearTimeout(n)}};var K=class extends String{__apiType;value;__meta__;constructor(e,t){super(e),this.value=e,this.__meta__=t}toString(){return this.value}};const Ii=new K(`
    query Access($name: String!) {
  access(name: $name) {
    kind
    id
    name
    through
  }
}
    `),Li=new K(`
    query AuditEventsOf01($where: audit_bool_exp, $limit: Int, $offset: Int) {
  auditEvents(where: $where, limit: $limit, offset: $offset) {
    id
    at
    action
    subject
    actor
    actorId
    outcome
    code
    requestId
  }
}
    `),Ri=new K(`
    query AuditEvents($where: audit_bool_exp, $limit: Int, $offset: Int) {
  auditEvents(where: $where, limit: $limit, offset: $offset) {
    id
    at
    action
    subject
    asked
    outcome
    code
    actor
    actorId
    label
    version
    address
    agent
    detail
    requestId
  }
}
    `),zi=new K(`
    mutation CreateTeam($input: createTeamInput!) {
  createTeam(input: $input) {
    team {
      id
      name
      createdAt
    }
    token
  }
}
    `),Bi=new K(`
    mutation CreateToken($input: createTokenInput!) {
  createToken(input: $input) {
    id
    token
    role
    expiresAt
  }
}
    `),Vi=new K(`
    mutation CreateTrust($input: createTrustInput!) {
  createTrust(input: $input) {
    id
  }
}
    `),Hi=new K(`
    mutation DeleteSecret($input: deleteSecretInput!) {
  deleteSecret(input: $input) {
    success
  }
}
    `),Ui=new K(`
    mutation DeleteTrust($input: deleteTrustInput!) {
  deleteTrust(input: $input) {
    success
  }
}
    `),Wi=new K(`
    mutation DescribeSecret($input: describeSecretInput!) {
  describeSecret(input: $input) {
    success
  }
}
    `),Gi=new K(`
    query DescribedSecrets($where: secret_bool_exp, $orderBy: secret_order_by, $limit: Int, $offset: Int, $after: String) {
  secret(
    where: $where
    order_by: $orderBy
    limit: $limit
    offset: $offset
    after: $after
  ) {
    name
    version
    createdAt
    updatedAt
    updatedBy
    note
    owner
    rotateBy
    lastReadAt
    deletedAt
  }
}
    `),Ki=new K(`
    mutation EndRun($input: endRunInput!) {
  endRun(input: $input) {
    success
  }
}
    `),qi=new K(`
    mutation ExtendRun($input: extendRunInput!) {
  extendRun(input: $input) {
    id
    expiresAt
  }
}
    `),Ji=new K(`
    query Folders($where: folder_bool_exp, $limit: Int, $after: String) {
  folders(where: $where, limit: $limit, after: $after) {
    folder
    secrets
  }
}
    `),Yi=new K(`
    mutation OpenRun($input: openRunInput!) {
  openRun(input: $input) {
    id
    token
    expiresAt
  }
}
    `),Xi=new K(`
    mutation RestoreSecret($input: restoreSecretInput!) {
  restoreSecret(input: $input) {
    success
    version
  }
}
    `),Zi=new K(`
    mutation RevokeToken($input: revokeTokenInput!) {
  revokeToken(input: $input) {
    success
  }
}
    `),Qi=new K(`
    mutation RollbackSecret($input: rollbackSecretInput!) {
  rollbackSecret(input: $input) {
    success
    version
  }
}
    `),$i=new K(`
    query RunsOf01($where: run_bool_exp, $limit: Int, $offset: Int) {
  runs(where: $where, limit: $limit, offset: $offset) {
    id
    label
    allow
    openedAt
    openedBy
    expiresAt
    endedAt
    live
  }
}
    `),ea=new K(`
    query Runs($where: run_bool_exp, $limit: Int, $offset: Int, $after: ID) {
  runs(where: $where, limit: $limit, offset: $offset, after: $after) {
    id
    label
    allow
    names
    folder
    uses {
      name
      host
      methods
      paths
    }
    openedAt
    openedBy
    openedById
    expiresAt
    endedAt
    live
  }
}
    `),ta=new K(`
    query SecretHistory($name: String!) {
  secret(where: {name: {_eq: $name}}) {
    name
    version
    createdAt
    updatedAt
    updatedBy
    versions {
      version
      createdAt
      createdBy
    }
  }
}
    `),na=new K(`
    query SecretNames($limit: Int, $offset: Int) {
  secret(order_by: {name: asc}, limit: $limit, offset: $offset) {
    name
  }
}
    `),ra=new K(`
    query SecretValue($name: String!) {
  secretValue(name: $name)
}
    `),ia=new K(`
    query SecretValues($names: [String!]!) {
  secretValues(names: $names) {
    name
    value
    error {
      code
      message
    }
  }
}
    `),aa=new K(`
    query Secrets($where: secret_bool_exp, $orderBy: secret_order_by, $limit: Int, $offset: Int) {
  secret(where: $where, order_by: $orderBy, limit: $limit, offset: $offset) {
    name
    version
    createdAt
    updatedAt
    updatedBy
  }
}
    `),oa=new K(`
    mutation SetSecret($input: setSecretInput!) {
  setSecret(input: $input) {
    success
    version
  }
}
    `),sa=new K(`
    mutation SetSecrets($input: [setSecretInput!]!) {
  setSecrets(input: $input) {
    success
    versions
  }
}
    `),ca=new K(`
    query Teams($limit: Int, $offset: Int) {
  teams(limit: $limit, offset: $offset) {
    id
    name
    createdAt
  }
}
    `),la=new K(`
    query TokensOf01($limit: Int, $offset: Int) {
  tokens(limit: $limit, offset: $offset) {
    id
    name
    role
    createdAt
    expiresAt
    lastUsedAt
    revokedAt
  }
}
    `),ua=new K(`
    query Tokens($limit: Int, $offset: Int, $after: ID) {
  tokens(limit: $limit, offset: $offset, after: $after) {
    id
    name
    role
    grants {
      role
      names
      runSeconds
      uses {
        name
        host
        methods
        paths
      }
    }
    createdAt
    createdBy
    expiresAt
    lastUsedAt
    revokedAt
  }
}
    `),da=new K(`
    query Trusts {
  trusts {
    id
    name
    for
    issuer
    audience
    claims
    grants {
      role
      names
      runSeconds
      uses {
        name
        host
        methods
        paths
      }
    }
    tokenSeconds
    jwks
    reusable
    createdAt
    createdBy
  }
}
    `),fa=new K(`
    mutation UseSecret($input: useSecretInput!) {
  useSecret(input: $input) {
    value
  }
}
    `),pa=new K(`
    query Whoami {
  whoami {
    team {
      id
      name
    }
    kind
    name
    grants {
      role
      names
      runSeconds
      uses {
        name
        host
        methods
        paths
      }
    }
    expiresAt
  }
}
    `),ma={attempts:4,minDelayMs:100,maxDelayMs:5e3};function ha(e){if(e===!1)return{...ma,attempts:1};let{attempts:t=ma.attempts,minDelayMs:n=ma.minDelayMs,maxDelayMs:r=ma.maxDelayMs}=e??{},i=e=>Number.isFinite(e)&&e>=0;if(Number.isInteger(t)&&t>=1&&i(n)&&i(r))return{attempts:t,minDelayMs:n,maxDelayMs:r};throw new S(`INVALID_OPTIONS`,`The client's option retry is not valid.`,`attempts is a whole number from 1; minDelayMs and maxDelayMs are milliseconds from 0.`)}function ga(e,{minDelayMs:t,maxDelayMs:n},r){return r*Math.min(n,t*2**Math.min(e-1,60))}var _a=class{#e=20;take(){return this.#e<1?!1:(--this.#e,!0)}earn(){this.#e=Math.min(20,this.#e+.1)}};function va(e,t){let n=e?.trim()??``;if(/^\d+$/.test(n))return Number(n)*1e3;if(!/^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/.test(n))return;let r=Date.parse(n.endsWith(`GMT`)?n:`${n} GMT`);return Number.isNaN(r)?void 0:Math.max(0,r-t)}function ya(e){return`docs/${e}`}function ba(e){return ya(`errors/${e}.md`)}var q=class extends Error{error;repeat;retryAfterMs;constructor(e,t,n){super(e.message),this.error=e,this.repeat=t,this.retryAfterMs=n}};const xa=/* @__PURE__ */ new Set([429,500,502,503,504]),Sa={401:`UNAUTHENTICATED`,403:`FORBIDDEN`,413:`LIMIT_EXCEEDED`,429:`RATE_LIMITED`};function Ca(e,t,n){let{status:r,retryAfterMs:i}=e;return new q(wa(e,t,n)??Ea(r,t),xa.has(r)?`if-repeatable`:`never`,i)}function J(e,t,n){return new S(`INVALID_RESPONSE`,`${e} did not answer as a Keyfold server does: ${t}.`,`Check that the URL is a Keyfold server's, and what stands between it and you.`,n)}function wa({status:e,errors:t},n,r){let i=Array.isArray(t)?t[0]:void 0,{message:a,extensions:o}=Object(i),{code:s,tip:c}=Object(o);if(e===404||typeof a!=`string`||typeof s!=`string`||!/^[A-Z][A-Z0-9_]{1,60}$/.test(s))return;let l=typeof c==`string`&&c!==``?Da(c,r):Pa(s);return new S(s,Ta(Da(a,r)),l,e,n)}function Ta(e){return e===`No value found for the requested key`?`There is no secret of this name.`:e}function Ea(e,t){let n=Sa[e]??(e>=500?`SERVER_UNREACHABLE`:`INVALID_RESPONSE`);return n===`INVALID_RESPONSE`?J(t,e===200?`its error has no code`:`it answered HTTP ${e}`,e):new S(n,`${t} answered HTTP ${e}.`,Pa(n),e)}function Da(e,t){return e.replaceAll(t,`<token>`).replace(/\p{Cc}+/gu,` `).slice(0,1e3)}const Oa=/* @__PURE__ */ new Set([`ECONNREFUSED`,`ENOTFOUND`,`EAI_AGAIN`,`ENETUNREACH`,`EHOSTUNREACH`,`EADDRNOTAVAIL`,`UND_ERR_CONNECT_TIMEOUT`,`ConnectionRefused`,`FailedToOpenSocket`]),ka=/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH/;function Aa(e,t){let n=ja(e),r=n===void 0?``:` (${n})`;return(n===void 0?Ma(e):ka.test(n))?new q(new S(`SERVER_UNREACHABLE`,`The certificate of ${t} was not accepted${r}. Nothing was sent.`,`Check that the URL has the name that the certificate is for; NODE_EXTRA_CA_CERTS adds an authority of your own.`),`never`):new q(new S(`SERVER_UNREACHABLE`,`There was no answer from ${t}${r}.`,`Check that the server runs and that the URL is its address; keyfold doctor looks into it.`),Oa.has(n??``)?`always`:`if-repeatable`)}function ja(e){let t=e;for(let e=0;e<5&&typeof t==`object`&&t;e+=1){let{code:e,cause:n,errors:r}=t;if(typeof e==`string`&&/^\w{3,60}$/.test(e))return e;t=n??(Array.isArray(r)?r[0]:void 0)}}function Ma(e){return e instanceof Error&&/certificate/i.test(`${e.message} ${String(e.cause)}`)}const Na={UNAUTHENTICATED:`Log in again, or use a token that has neither expired nor been revoked.`,FORBIDDEN:`Use a token of a role that may do this.`,NOT_FOUND:`See what is there with: keyfold secret list.`,RUN_ENDED:`Open a new run; extend a long one before it expires.`,RUN_EXPIRED:`Open a new run; extend a long one before it expires.`,NAME_NOT_ALLOWED:`Add the name to the list with which the run is opened.`,BAD_INPUT:`Compare the request with the server's schema.`,LIMIT_EXCEEDED:`Send less in one request.`,RATE_LIMITED:`Send fewer requests, or try again in a second.`,LIST_TIMEOUT:`Narrow the list by its filters, or read it in pages that go on behind a row.`,ISSUER_UNAVAILABLE:`Try again; the server's operator can see in its log why the issuer can't be asked.`,AUDIT_UNAVAILABLE:`The server's operator has to look at its audit log; /readyz says which part is not ready.`,DATABASE_UNAVAILABLE:`The server's operator has to look at its database; /readyz says which part is not ready.`,VAULT_UNAVAILABLE:`The server's operator has to look at its vault; /readyz says which part is not ready.`,DECRYPTION_FAILED:`The server's operator has to check its master key and its database.`,KEY_USED_UP:`The server's operator has to give the team a new data key: keyfold-server rotate-key --data-keys.`,CONFLICT:`Look at what is there already, then try again.`,INTERNAL:`The server's log says more, under the id of the request.`,SERVER_UNREACHABLE:`Try again, and see whether the server runs; keyfold doctor looks into it.`};function Pa(e){return Na[e]??`See ${ba(e)}.`}async function Fa({fetch:e,clock:t},{endpoint:n,token:r},{document:i,variables:a},o){let{origin:s}=n,c=typeof r==`string`?r:await Ia(r),l,{status:u,data:d,errors:f}=await za(new Ke(n.href,{excludeOperationName:!0,errorPolicy:`all`,jsonSerializer:{stringify:Ba,parse:JSON.parse},fetch:async(r,i)=>{let{response:a,text:s}=await Ha(e,n,{method:`POST`,headers:La(c),body:String(i?.body),signal:o},268435456);l=va(a.headers.get(`retry-after`),t.now());let{ok:u,status:d}=a;return{ok:u,status:d,headers:a.headers,text:async()=>s}}}),i,a,s);if(Ra(f)||u<200||u>299)throw Ca({status:u,errors:f,retryAfterMs:l},s,c);if(typeof d==`object`&&d)return d;throw new q(J(s,`it has no data`,u),`never`)}async function Ia(e){try{return await e()}catch(e){throw e instanceof S?new q(e,`never`):e}}function La(e){return{accept:`application/json`,authorization:`Bearer ${e}`,"content-type":`application/json`}}function Ra(e){return Array.isArray(e)?e.length>0:!!e}async function za(e,t,n,r){try{return await e.rawRequest({query:t,...n?{variables:n}:{}})}catch(e){if(e instanceof q)throw e;let{status:t,errors:n}=Object(e?.response);if(t!==void 0)return{status:t,errors:n};throw new q(J(r,`the answer is not one of GraphQL`),`never`)}}function Ba(e){try{return JSON.stringify(e,Va)}catch{throw new q(new S(`BAD_INPUT`,`The variables hold something that is not JSON. Nothing was sent.`,`Numbers must be finite, a bigint a string, a Map an object; reveal() what is redacted.`),`never`)}}function Va(e,t){let n=Object(this)[e];if(typeof t==`number`&&!Number.isFinite(t)||typeof t==`function`||typeof t==`symbol`||t===void 0&&Array.isArray(this)||t instanceof Map||t instanceof Set||ArrayBuffer.isView(t)||typeof Object(n).reveal==`function`)throw TypeError(`not JSON`);return t}async function Ha(e,t,n,r){let{origin:i}=t,a=t;for(let t=0;;t+=1){let o=await Ua(e,a,n),s=Ga(o,a);if(s===void 0)return{response:o,text:await Wa(o,i,r)};if(await o.body?.cancel().catch(()=>{}),t===5)throw qa(J(i,`it redirects in a circle`,o.status));a=s}}async function Ua(e,t,n){try{return await e(t.href,{...n,redirect:`manual`})}catch(e){throw Aa(e,t.origin)}}async function Wa(e,t,n){let r;try{r=await Ja(e,n)}catch(e){throw Aa(e,t)}if(r===void 0)throw qa(J(t,`the answer is too long, or no text`,e.status));return r}function Ga(e,t){let{origin:n}=t,r=e.url?new URL(e.url).origin:n;if(e.type===`opaqueredirect`||r!==n)throw Ka(n,e.status);let i=e.headers.get(`location`);if(![301,302,303,307,308].includes(e.status)||i===null)return;let a=URL.canParse(i,t.href)?new URL(i,t):void 0;if(a?.origin!==n)throw Ka(n,e.status);if(e.status<307)throw qa(J(n,`the API has moved`,e.status));return a}function Ka(e,t){return qa(new S(`CROSS_ORIGIN_REDIRECT`,`${e} redirects to another origin, which the token was not given for. Nothing was sent there.`,`If the server has moved, set its new URL and log in there.`,t))}function qa(e){return new q(e,`never`)}async function Ja(e,t){if(Number(e.headers.get(`content-length`)??0)>t){await e.body?.cancel();return}if(!e.body){let n=await e.text();return n.length>t?void 0:n}let n=e.body.getReader(),r=new TextDecoder(`utf-8`,{fatal:!0}),i=``,a=0;for(;;){let{done:e,value:o}=await n.read();if(e)break;a+=o.byteLength;let s=a>t?void 0:Ya(r,o);if(s===void 0){await n.cancel();return}i+=s}let o=Ya(r);return o===void 0?void 0:i+o}function Ya(e,t){try{return t?e.decode(t,{stream:!0}):e.decode()}catch{return}}var Xa=class{signal;lastError;#e;#t;#n;constructor(e,t,n,r){let i=new AbortController;this.signal=i.signal,this.#e=e,this.#t=e.now()+t;let a=()=>i.abort(r?.reason),o=e.after(t,()=>i.abort(Za(t,n,this.lastError)));r?.addEventListener(`abort`,a,{once:!0}),r?.aborted&&a(),this.#n=()=>{o(),r?.removeEventListener(`abort`,a)}}hasTimeFor(e){return this.#e.now()+e<this.#t}until(e){let{signal:t}=this;return new Promise((n,r)=>{let i=()=>r(t.reason);t.aborted&&i(),t.addEventListener(`abort`,i,{once:!0}),e.then(n,r).finally(()=>t.removeEventListener(`abort`,i))})}async wait(e){let t=()=>{},n=new Promise(n=>{t=this.#e.after(e,n)});await this.until(n).finally(()=>t())}close(){this.#n()}};function Za(e,t,n){let r=n?` The last attempt: ${n.message}`:``;return new S(`TIMEOUT`,`There was no answer from ${t} within ${e/1e3} s.${r}`,`See whether the server is overloaded or far away; cloud.request_timeout_seconds or timeoutMs gives it longer.`)}function Y(e,t,n,r){let i=Object.hasOwn(e,t)?e[t]:void 0;if({object:Qa(i),list:$a(i),value:i!==void 0}[n]&&i!==void 0)return i;throw J(r,`its ${t} is missing, or not what the schema says`)}function Qa(e){return typeof e==`object`&&!!e&&!Array.isArray(e)}function $a(e){return Array.isArray(e)&&e.every(Qa)}function eo(e,t,n){let r=new Map(t.map(e=>[e.name,e]));return e.map(e=>{let{value:t,error:i}=r.get(e)??{};if(i)return{name:e,error:{code:String(i.code),message:Ta(String(i.message))}};if(t!==void 0)return{name:e,value:t};throw J(n,`a name that was asked for has no answer`)})}function to(){return globalThis.process?.env??{}}const no=/^(?:https?|all)_proxy$/i;function ro(){return globalThis.navigator?.userAgent?.startsWith(`Node.js/`)??!1}const io=async(e,t)=>{let{hostname:n}=new URL(String(e)),r=v(n)&&Object.keys(to()).some(e=>no.test(e));if(!ro()&&!r)return globalThis.fetch(e,t);let{httpFetch:i}=await Promise.resolve().then(()=>(rt(),Je));return i(e,t)};let ao=!1;function oo(){ao||to().NODE_TLS_REJECT_UNAUTHORIZED!==`0`||(ao=!0,process.emitWarning(`NODE_TLS_REJECT_UNAUTHORIZED is 0: the certificates of servers are not checked, so whoever is on the way can read the token and the values. NODE_EXTRA_CA_CERTS adds an authority of your own.`,{code:`KEYFOLD_TLS_UNVERIFIED`}))}function so(e,{clock:t,random:n}){let r={fetch:e.fetch??io,policy:ha(e.retry),budget:new _a,clock:t,random:n},i,a=async()=>{oo(),i??=mo(e);try{return await i}catch(e){throw i=void 0,e}},o=async({signal:e,timeoutMs:n},i)=>{e?.throwIfAborted();let o=await a(),{origin:s}=o.endpoint,c=new Xa(t,n===void 0?o.timeoutMs:b(n,`The call's option timeoutMs`),s,e);try{return await i(e=>ho(r,o,e,c),s)}finally{c.close()}};return async(e,t)=>{let n=/* @__PURE__ */ Error();try{return await o(e,t)}catch(e){throw ue(e,n.stack),e}}}const co=1e3;function X(e,t,n,r,i={}){return e(i,async(e,i)=>Y(await e({document:String(t),variables:r,repeatable:!1}),n,`object`,i))}function Z(e,t,n,r,i,a={}){return e(a,async(e,a)=>Y(await e({document:String(t),variables:i,repeatable:!0}),n,r,a))}function lo(e,t,n,r,i,a={}){return e(a,async(e,a)=>{let o=async t=>e({document:String(t),variables:i,repeatable:!0});try{return Y(await o(t),n,`list`,a)}catch(e){if(!(e instanceof S)||e.code!==`BAD_INPUT`||uo(i))throw e;return Y(await o(r.document),n,`list`,a).map(r.complete)}})}function uo(e){return`after`in e&&e.after!=null}function fo(e,t={}){return e(t,async(e,t)=>{let n=/* @__PURE__ */ new Set;for(let r=0;;r+=co){let i=Y(await e({document:String(na),variables:{limit:co,offset:r},repeatable:!0}),`secret`,`list`,t);for(let{name:e}of i)n.add(e);if(i.length<co)return[...n]}})}function po(e,t,n={}){return e(n,async(e,n)=>{if(t.length===0)return[];let r={names:[...t]};return eo(t,Y(await e({document:String(ia),variables:r,repeatable:!0}),`secretValues`,`list`,n),n)})}async function mo(e){let{url:t,token:n,timeoutMs:r}=e;if(e.config||!t||!n){let t=await Promise.resolve().then(()=>(Pi(),pi)).then(e=>e.t).catch(()=>void 0);if(t)return t.connectByConfiguration(e);throw new S(`INVALID_OPTIONS`,`The client has no url or no token, and this runtime has no files that a configuration could be in.`,`Give createClient both.`)}return{endpoint:de(t,`The client's option url`,e.allowInsecureHttp??!1),token:y(n),timeoutMs:b(r??3e4,`The client's option timeoutMs`)}}async function ho(e,t,n,r){let{policy:i,budget:a}=e;for(let o=1;;o+=1)try{let i=await r.until(Fa(e,t,n,r.signal));return a.earn(),i}catch(t){if(!(t instanceof q))throw t;r.lastError=t.error;let s=ga(o,i,e.random())+(t.retryAfterMs??0);if(!((t.repeat===`always`||t.repeat===`if-repeatable`&&n.repeatable)&&o<i.attempts&&r.hasTimeFor(s)&&a.take()))throw t.error;await r.wait(s)}}const go={admin:[`admin`,`runner`],editor:[`editor`],runner:[`runner`],auditor:[`auditor`]},_o={document:la,complete:e=>({...e,grants:go[e.role].map(e=>({role:e,names:null,runSeconds:null,uses:null})),createdBy:null})},vo={document:$i,complete:e=>({...e,names:null,folder:null,uses:null,openedById:null})},yo={document:Li,complete:e=>({asked:null,label:null,version:null,address:null,agent:null,detail:null,...e})};var bo=class{#e;constructor(e){this.#e=e}setSecret(e,t){return X(this.#e,oa,`setSecret`,{input:e},t)}setSecrets(e,t){return X(this.#e,sa,`setSecrets`,{input:e},t)}deleteSecret(e,t){return Z(this.#e,Hi,`deleteSecret`,`object`,{input:e},t)}restoreSecret(e,t){return X(this.#e,Xi,`restoreSecret`,{input:e},t)}describeSecret(e,t){return Z(this.#e,Wi,`describeSecret`,`object`,{input:e},t)}rollbackSecret(e,t){return X(this.#e,Qi,`rollbackSecret`,{input:e},t)}secretNames(e){return fo(this.#e,e)}secrets(e={},t){return e.after==null?Z(this.#e,aa,`secret`,`list`,e,t):this.describedSecrets(e,t)}describedSecrets(e={},t){return Z(this.#e,Gi,`secret`,`list`,e,t)}folders(e={},t){return Z(this.#e,Ji,`folders`,`list`,e,t)}async secret(e,t){let[n]=await Z(this.#e,ta,`secret`,`list`,{name:e},t);return n}secretValue(e,t){return Z(this.#e,ra,`secretValue`,`value`,{name:e},t)}secretValues(e,t){return po(this.#e,e,t)}async useSecret(e,t){return(await X(this.#e,fa,`useSecret`,{input:e},t)).value}openRun(e={},t){return X(this.#e,Yi,`openRun`,{input:e},t)}extendRun(e,t){return Z(this.#e,qi,`extendRun`,`object`,{input:e},t)}endRun(e,t){return Z(this.#e,Ki,`endRun`,`object`,{input:e},t)}runs(e={},t){return lo(this.#e,ea,`runs`,vo,e,t)}whoami(e){return Z(this.#e,pa,`whoami`,`object`,{},e)}access(e,t){return Z(this.#e,Ii,`access`,`list`,{name:e},t)}createTeam(e,t){return X(this.#e,zi,`createTeam`,{input:e},t)}teams(e={},t){return Z(this.#e,ca,`teams`,`list`,e,t)}createToken(e,t){return X(this.#e,Bi,`createToken`,{input:e},t)}tokens(e={},t){return lo(this.#e,ua,`tokens`,_o,e,t)}revokeToken(e,t){return Z(this.#e,Zi,`revokeToken`,`object`,{input:e},t)}createTrust(e,t){return X(this.#e,Vi,`createTrust`,{input:e},t)}trusts(e){return Z(this.#e,da,`trusts`,`list`,{},e)}deleteTrust(e,t){return Z(this.#e,Ui,`deleteTrust`,`object`,{input:e},t)}auditEvents(e={},t){return lo(this.#e,Ri,`auditEvents`,yo,e,t)}request(e,t,n={}){let r=String(e),i=!/\bmutation\b/.test(r);return this.#e(n,e=>e({document:r,variables:t,repeatable:i}))}};function xo(e={}){return new bo(so(e,{clock:Fi,random:Math.random}))}Nr();function So(e){let t=t=>(e[`INPUT_${t.toUpperCase()}`]??``).trim(),n=[...Co(t(`env`),`env`,`value`),...Co(t(`files`),`files`,`file`)],r=n.map(({variable:e})=>e),i=r.find((e,t)=>r.indexOf(e)!==t);if(i)throw Q(`The variable ${i} is set twice.`,`Give each variable one secret.`);let a={url:t(`url`),named:n,allow:wo(t(`allow`)),folder:t(`folder`)||void 0,ttlSeconds:Number(t(`ttl-seconds`)||3600),label:t(`label`)||void 0,trust:t(`trust`)||void 0};if(a.url===``)throw Q(`There is no url.`,`Give the server's address.`);if(n.length+a.allow.length===0)throw Q(`There is no secret.`,`Name some in env, files or allow.`);if(!Number.isInteger(a.ttlSeconds))throw Q(`ttl-seconds is no whole number.`,`Give it in seconds.`);return a}function Co(e,t,n){return wo(e).map((e,r)=>{let[,i,a]=/^([A-Za-z_][A-Za-z0-9_]*)=(.+)$/u.exec(e)??[];if(i===void 0||a===void 0)throw Q(`Line ${r+1} of ${t} is not a variable and a secret's name.`,`Write VARIABLE=secret name.`);return{variable:i,name:a,as:n}})}function wo(e){return e.split(`
`).map(e=>e.trim()).filter(e=>e!==``)}function Q(e,t){return new x(`BAD_INPUT`,e,t)}(class e extends Error{code;tip;constructor(e,t,n,r){super(t,r),this.code=e,this.tip=n}static{To(e,`KeyfoldError`)}});function To(e,t){let n=Symbol.for(`keyfold.${t}`);Object.assign(e.prototype,{name:t,[n]:!0}),Object.defineProperty(e,Symbol.hasInstance,{value(t){return this===e?n in Object(t):Function.prototype[Symbol.hasInstance].call(this,t)}})}function Eo(e,t=` `){let{message:n=String(e),tip:r}=Object(e);return r?`${n}${t}${r}`:n}function Do(e){let{code:t}=Object(e);return typeof t==`string`?t:``}function Oo(e,t){let n=t.replaceAll(`%`,`%25`).replaceAll(`\r`,`%0D`).replaceAll(`
`,`%0A`);process.stdout.write(`::${e}::${n}\n`)}function ko(e){if(e.trim()===``)return;let t=e.split(/\r?\n|\r/).map(e=>e.trim());for(let n of/* @__PURE__ */ new Set([e,...t.filter(e=>e.length>=4)]))Oo(`add-mask`,n)}function $(e,t,n){Po(e,`GITHUB_ENV`,t,n)}function Ao(e,t,n){Po(e,`GITHUB_STATE`,t,n)}function jo(e,t){return e[`STATE_${t}`]??``}function Mo(e){Oo(`warning`,e)}async function No(e){try{await e()}catch(e){Oo(`error`,Eo(e)),process.exitCode=1}}function Po(e,t,n,r){let i=`keyfold-${oe()}`;a(e[t]??``,`${n}<<${i}\n${r}\n${i}\n`)}async function Fo(e){Ao(e,`step`,`main`);let t=So(e),n=await Io(e,t);ko(n.token);for(let[r,i]of Object.entries({url:t.url,run:n.id,token:n.token}))Ao(e,r,i);t.named.length>0&&await Lo(e,t,xo({url:t.url,token:n.token})),t.allow.length>0&&zo(e,t.url,n.token)}async function Io(e,{url:t,trust:n=``,named:r,allow:i,...a}){let o=Jn({env:e,files:[],overrides:{cloud:{url:t,identity:`github`,trust:n,token:``,token_file:``}}}),{folder:s=null,label:c=null,ttlSeconds:l}=a,u=[.../* @__PURE__ */ new Set([...r.map(({name:e})=>e),...i])];return xo({config:o}).openRun({folder:s,label:c,ttlSeconds:l,allow:u,trust:n||null})}async function Lo(e,{named:t},n){let i=[...new Set(t.map(({name:e})=>e))],a=await n.secretValues(i),o=a.flatMap(({name:e,error:t})=>t?[`${JSON.stringify(e)} (${t.code})`]:[]);if(o.length>0)throw Vo(o);let s=new Map(a.map(({name:e,value:t})=>[e,Bo(t)]));for(let e of s.values())ko(e);let c;for(let{variable:n,name:i,as:a}of t){let t=s.get(i)??``;if(a===`file`)c??=Ro(e),ae(r(c,n),t,{mode:384,flag:`wx`}),$(e,n,r(c,n));else{if(t.includes(`\0`))throw Ho(i);$(e,n,t)}}}function Ro(e){let n=f(r(e.RUNNER_TEMP||t(),`keyfold-`));return Ao(e,`folder`,n),n}function zo(e,t,n){$(e,`KEYFOLD__CLOUD__URL`,t),$(e,`KEYFOLD__CLOUD__TOKEN`,n),$(e,`KEYFOLD__CLOUD__USE_LOCAL_SECRETS`,`false`)}function Bo(e){return typeof e==`string`?e:JSON.stringify(e)}function Vo(e){return new x(`SECRETS_UNAVAILABLE`,`These secrets can't be read: ${e.join(`, `)}.`,`See keyfold access NAME for who can read one, and keyfold audit for what was refused.`)}function Ho(e){return new x(`NOT_A_VARIABLE`,`The value of ${JSON.stringify(e)} holds a NUL.`,`Give it under files.`)}const Uo=/* @__PURE__ */ new Set([`RUN_ENDED`,`RUN_EXPIRED`]);function Wo(e){return Uo.has(Do(e))}function Go(e){return jo(e,`step`)!==``}async function Ko(e){let[t,n,r,i]=[`url`,`run`,`token`,`folder`].map(t=>jo(e,t));if(i&&h(i,{recursive:!0,force:!0}),t&&n&&r)try{await xo({url:t,token:r}).endRun({id:n})}catch(e){Wo(e)||Mo(`The run could not be ended. ${Eo(e)}`)}}const qo=ce();await No(()=>Go(qo)?Ko(qo):Fo(qo));export{};