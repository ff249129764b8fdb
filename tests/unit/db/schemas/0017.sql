BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0017');
CREATE TABLE api_keys (
	num INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	prefix VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	scope VARCHAR NOT NULL, 
	user_id VARCHAR, 
	created_ms BIGINT NOT NULL, 
	expires_ms BIGINT, 
	revoked_ms BIGINT, 
	PRIMARY KEY (num)
);
CREATE TABLE artifacts (
	id VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "artifacts" VALUES('303487d9-33eb-5834-bd22-b0fc9aa3facb','0dd12f0b-dcc4-4b83-a91d-79294e491732','fetch','source','talk-8.00-0411c0ec.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795734893580);
INSERT INTO "artifacts" VALUES('e653df26-324b-5c82-a4cf-b401ce8db66d','680ae249-4088-49f3-af96-d8d0f294f62f','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795734895228);
INSERT INTO "artifacts" VALUES('f6ec3557-1e6f-5edf-b16d-41a7ee3a14d5','0dd12f0b-dcc4-4b83-a91d-79294e491732','scenes','poster','talk-8.00-0411c0ec poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795734895643);
INSERT INTO "artifacts" VALUES('07059caa-75d5-50c6-a3bc-58c95e8a25a5','0dd12f0b-dcc4-4b83-a91d-79294e491732','scenes','sprite','talk-8.00-0411c0ec storyboard.jpg','image/jpeg','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87','.jpg',16618,1795734895643);
INSERT INTO "artifacts" VALUES('c91fd9a8-67f4-5370-bfb5-cd6aaefda146','0dd12f0b-dcc4-4b83-a91d-79294e491732','audio','audio','talk-8.00-0411c0ec.mp3','audio/mpeg','529f70c3672fc473827c71f4382dabb179507dfc7c2f9d788ecb2dc15c9525a3','.mp3',264266,1795734896289);
INSERT INTO "artifacts" VALUES('d502891f-90d7-54bb-be3a-b4f04f4c9a8d','0dd12f0b-dcc4-4b83-a91d-79294e491732','audio','waveform','talk-8.00-0411c0ec waveform.json','application/json','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689','.json',1167,1795734896289);
INSERT INTO "artifacts" VALUES('a44cd2a2-f595-5853-92d9-b8249f645fbf','0dd12f0b-dcc4-4b83-a91d-79294e491732','transcribe','transcript','talk-8.00-0411c0ec.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795734902032);
INSERT INTO "artifacts" VALUES('dfea1fb5-8503-5151-a0d8-b2886adb68f9','0dd12f0b-dcc4-4b83-a91d-79294e491732','transcribe','transcript','talk-8.00-0411c0ec.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795734902032);
INSERT INTO "artifacts" VALUES('92ac7192-d912-5390-9f09-b9753397d08a','0dd12f0b-dcc4-4b83-a91d-79294e491732','transcribe','transcript','talk-8.00-0411c0ec.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795734902032);
INSERT INTO "artifacts" VALUES('901bafc1-beb4-5ce7-9cbf-db40fcc8f407','0dd12f0b-dcc4-4b83-a91d-79294e491732','clips','clip','talk-8.00-0411c0ec clip 1.mp4','video/mp4','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4','.mp4',199768,1795734904978);
INSERT INTO "artifacts" VALUES('c2e2b6a4-d09f-5652-a17a-9f6a1e0b5bcf','0dd12f0b-dcc4-4b83-a91d-79294e491732','clips','clip_thumbnail','talk-8.00-0411c0ec clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795734904978);
CREATE TABLE deliveries (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	webhook_id VARCHAR, 
	job_id VARCHAR, 
	event VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	host VARCHAR NOT NULL, 
	facts JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_ms BIGINT, 
	response_status INTEGER, 
	error TEXT, 
	response_ms INTEGER, 
	created_ms BIGINT NOT NULL, 
	ended_ms BIGINT
);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'0dd12f0b-dcc4-4b83-a91d-79294e491732',1,'job_moved',1795734892319,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(2,'680ae249-4088-49f3-af96-d8d0f294f62f',1,'job_moved',1795734892342,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(3,'0dd12f0b-dcc4-4b83-a91d-79294e491732',2,'job_moved',1795734892378,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(4,'680ae249-4088-49f3-af96-d8d0f294f62f',2,'job_moved',1795734892422,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(5,'0dd12f0b-dcc4-4b83-a91d-79294e491732',3,'stage_moved',1795734892518,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":10.432,"stage_status":"running","waited_s":0.04825046600308269}');
INSERT INTO "events" VALUES(6,'680ae249-4088-49f3-af96-d8d0f294f62f',3,'stage_moved',1795734892745,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":3.5798942369921134,"stage_status":"running","waited_s":0.07649597599811386}');
INSERT INTO "events" VALUES(7,'0dd12f0b-dcc4-4b83-a91d-79294e491732',4,'stage_moved',1795734893580,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"fetch","eta_s":6.811999999999999,"stage_status":"completed","cached":false,"work_s":0.3601295310072601,"waited_s":0.04825046600308269}');
INSERT INTO "events" VALUES(8,'0dd12f0b-dcc4-4b83-a91d-79294e491732',5,'stage_moved',1795734893593,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":6.79860043599375,"stage_status":"running","waited_s":0.0012668749986914918}');
INSERT INTO "events" VALUES(9,'0dd12f0b-dcc4-4b83-a91d-79294e491732',6,'log_line',1795734894178,'{"level":"info","message":"speech audio extracted","stage":"speech","fields":{"duration_s":8.0,"expected_s":8.2}}');
INSERT INTO "events" VALUES(10,'0dd12f0b-dcc4-4b83-a91d-79294e491732',7,'stage_moved',1795734894292,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.854116098231241,"stage_status":"running","waited_s":0.6887530690000858}');
INSERT INTO "events" VALUES(11,'0dd12f0b-dcc4-4b83-a91d-79294e491732',8,'stage_moved',1795734894295,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":6.8409852142394065,"stage_status":"completed","cached":false,"work_s":0.6617245399975218,"waited_s":0.0012668749986914918}');
INSERT INTO "events" VALUES(12,'0dd12f0b-dcc4-4b83-a91d-79294e491732',9,'stage_moved',1795734894386,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"transcribe","eta_s":6.270999999999999,"stage_status":"running","waited_s":0.0019376540003577247}');
INSERT INTO "events" VALUES(13,'680ae249-4088-49f3-af96-d8d0f294f62f',4,'stage_moved',1795734895228,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"fetch","eta_s":2.773885501011552,"stage_status":"completed","cached":false,"work_s":2.631099534002715,"waited_s":0.07649597599811386}');
INSERT INTO "events" VALUES(14,'0dd12f0b-dcc4-4b83-a91d-79294e491732',10,'log_line',1795734895552,'{"level":"info","message":"scenes found","stage":"scenes","fields":{"cuts":0,"focus_points":17}}');
INSERT INTO "events" VALUES(15,'0dd12f0b-dcc4-4b83-a91d-79294e491732',11,'stage_moved',1795734895636,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"audio","eta_s":6.202124755996278,"stage_status":"running","waited_s":2.0253023020050023}');
INSERT INTO "events" VALUES(16,'0dd12f0b-dcc4-4b83-a91d-79294e491732',12,'stage_moved',1795734895643,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.176136585002764,"stage_status":"completed","cached":false,"work_s":1.3121641680045286,"waited_s":0.6887530690000858}');
INSERT INTO "events" VALUES(17,'0dd12f0b-dcc4-4b83-a91d-79294e491732',13,'log_line',1795734896174,'{"level":"info","message":"audio extracted","stage":"audio","fields":{"format":"mp3","quality":"high","duration_s":8.232}}');
INSERT INTO "events" VALUES(18,'680ae249-4088-49f3-af96-d8d0f294f62f',5,'stage_moved',1795734896285,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"audio","eta_s":0.978242260012077,"stage_status":"running","waited_s":0.9738105080032256}');
INSERT INTO "events" VALUES(19,'0dd12f0b-dcc4-4b83-a91d-79294e491732',14,'stage_moved',1795734896289,'{"status":"processing","progress":0.2532859460772638,"attempt":1,"stage":"audio","eta_s":6.137450205008731,"stage_status":"completed","cached":false,"work_s":0.6591853300051298,"waited_s":2.0253023020050023}');
INSERT INTO "events" VALUES(20,'680ae249-4088-49f3-af96-d8d0f294f62f',6,'job_error',1795734896354,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}');
INSERT INTO "events" VALUES(21,'680ae249-4088-49f3-af96-d8d0f294f62f',7,'job_moved',1795734896354,'{"status":"failed","progress":0.856353591160221,"attempt":1,"error":{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false},"cause":"fail"}');
INSERT INTO "events" VALUES(22,'0dd12f0b-dcc4-4b83-a91d-79294e491732',15,'log_line',1795734898482,'{"level":"info","message":"Loading the whisper model demo","stage":"transcribe","fields":{"device":"cpu","workers":1}}');
INSERT INTO "events" VALUES(23,'0dd12f0b-dcc4-4b83-a91d-79294e491732',16,'log_line',1795734898564,'{"level":"info","message":"Transcribing with demo, batched","stage":"transcribe","fields":{"language":"en","probability":1.0}}');
INSERT INTO "events" VALUES(24,'0dd12f0b-dcc4-4b83-a91d-79294e491732',17,'segment_transcribed',1795734901948,'{"index":0,"segment":{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}]}}');
INSERT INTO "events" VALUES(25,'0dd12f0b-dcc4-4b83-a91d-79294e491732',18,'segment_transcribed',1795734901948,'{"index":1,"segment":{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}]}}');
INSERT INTO "events" VALUES(26,'0dd12f0b-dcc4-4b83-a91d-79294e491732',19,'segment_transcribed',1795734901948,'{"index":2,"segment":{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}]}}');
INSERT INTO "events" VALUES(27,'0dd12f0b-dcc4-4b83-a91d-79294e491732',20,'stage_moved',1795734902032,'{"status":"processing","progress":0.5282701433376032,"attempt":1,"stage":"transcribe","eta_s":12.24040889451246,"stage_status":"completed","cached":false,"work_s":7.672626624000259,"waited_s":0.0019376540003577247}');
INSERT INTO "events" VALUES(28,'0dd12f0b-dcc4-4b83-a91d-79294e491732',21,'stage_moved',1795734902048,'{"status":"processing","progress":0.5282701433376032,"attempt":1,"stage":"clips","eta_s":12.222409584524232,"stage_status":"running","waited_s":0.00278386399440933}');
INSERT INTO "events" VALUES(29,'0dd12f0b-dcc4-4b83-a91d-79294e491732',22,'stage_moved',1795734902069,'{"status":"processing","progress":0.5282701433376032,"attempt":1,"stage":"analyse","eta_s":12.204023238512693,"stage_status":"running","waited_s":0.000971756991930306}');
INSERT INTO "events" VALUES(30,'0dd12f0b-dcc4-4b83-a91d-79294e491732',23,'log_line',1795734903148,'{"level":"info","message":"clips chosen","stage":"clips","fields":{"count":1,"done":0}}');
INSERT INTO "events" VALUES(31,'0dd12f0b-dcc4-4b83-a91d-79294e491732',24,'log_line',1795734904882,'{"level":"info","message":"clip cut","stage":"clips","fields":{"index":0,"start_s":3.4,"length_s":4.8}}');
INSERT INTO "events" VALUES(32,'0dd12f0b-dcc4-4b83-a91d-79294e491732',25,'clip_cut',1795734904978,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","width":640,"height":360,"artifact_id":"901bafc1-beb4-5ce7-9cbf-db40fcc8f407","thumbnail_id":"c2e2b6a4-d09f-5652-a17a-9f6a1e0b5bcf"}');
INSERT INTO "events" VALUES(33,'0dd12f0b-dcc4-4b83-a91d-79294e491732',26,'stage_moved',1795734905022,'{"status":"processing","progress":0.7411062093285781,"attempt":1,"stage":"clips","eta_s":2.981252442000201,"stage_status":"completed","cached":false,"work_s":2.9175403059925884,"waited_s":0.00278386399440933}');
INSERT INTO "events" VALUES(34,'0dd12f0b-dcc4-4b83-a91d-79294e491732',27,'log_line',1795734906089,'{"level":"info","message":"Loading the sentiment model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(35,'0dd12f0b-dcc4-4b83-a91d-79294e491732',28,'log_line',1795734914658,'{"level":"info","message":"Loading the spaCy model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(36,'0dd12f0b-dcc4-4b83-a91d-79294e491732',29,'stage_moved',1795734917154,'{"status":"processing","progress":0.999,"attempt":1,"stage":"analyse","eta_s":0.0,"stage_status":"completed","cached":false,"work_s":15.061302660004003,"waited_s":0.000971756991930306}');
INSERT INTO "events" VALUES(37,'0dd12f0b-dcc4-4b83-a91d-79294e491732',30,'job_moved',1795734917164,'{"status":"completed","progress":1,"attempt":1,"eta_s":0.0,"cause":"complete"}');
INSERT INTO "events" VALUES(38,'cb4acc29-f037-4830-9127-50e70dc0be9c',1,'job_moved',1795734917211,'{"status":"pending","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(39,'a5b0e8d3-60ef-4f3d-b0a9-e2973cc6722c',1,'job_moved',1795734917213,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(40,'83256719-6be1-4040-820b-3022954e9815',1,'job_moved',1795734917216,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(41,'83256719-6be1-4040-820b-3022954e9815',2,'job_moved',1795734917217,'{"status":"cancelled","progress":0,"attempt":0,"cause":"cancel"}');
INSERT INTO "events" VALUES(42,'60a5ad83-35d6-4076-a2b5-4716f6b66231',1,'job_moved',1795734917220,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(43,'60a5ad83-35d6-4076-a2b5-4716f6b66231',2,'job_moved',1795734917221,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(44,'60a5ad83-35d6-4076-a2b5-4716f6b66231',3,'job_error',1795734917222,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}');
INSERT INTO "events" VALUES(45,'60a5ad83-35d6-4076-a2b5-4716f6b66231',4,'job_moved',1795734917222,'{"status":"pending","progress":0,"attempt":1,"error":{"code":"rate_limited","message":"later","stage":"fetch","retryable":true},"cause":"postpone","next_attempt_ms":1827270917211}');
INSERT INTO "events" VALUES(46,'1d3d15f5-783d-48d2-932d-6c3a0871a6cb',1,'job_moved',1795734917229,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(47,'1d3d15f5-783d-48d2-932d-6c3a0871a6cb',2,'job_moved',1795734917233,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
CREATE TABLE file_copies (
	sha256 VARCHAR NOT NULL, 
	begun_ms BIGINT NOT NULL, 
	copied_ms BIGINT, 
	leaving_ms BIGINT, 
	PRIMARY KEY (sha256)
);
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms":1795734889735}');
INSERT INTO "flags" VALUES('database','{"id":"e8e162f1875c4149953d1762d99768ef"}');
INSERT INTO "flags" VALUES('queue','{"paused":true,"draining":false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms":1827270917211}');
CREATE TABLE job_counts (status TEXT NOT NULL, job_type TEXT NOT NULL, priority INTEGER NOT NULL, jobs INTEGER NOT NULL, PRIMARY KEY (status, job_type, priority)) WITHOUT ROWID;
INSERT INTO "job_counts" VALUES('cancelled','transcription',9,1);
INSERT INTO "job_counts" VALUES('completed','full_processing',5,1);
INSERT INTO "job_counts" VALUES('failed','audio_extraction',5,1);
INSERT INTO "job_counts" VALUES('pending','analysis',5,1);
INSERT INTO "job_counts" VALUES('pending','clip_generation',5,1);
INSERT INTO "job_counts" VALUES('processing','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('processing','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('processing','full_processing',5,0);
INSERT INTO "job_counts" VALUES('processing','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('queued','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('queued','full_processing',5,0);
INSERT INTO "job_counts" VALUES('queued','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','transcription',9,0);
CREATE TABLE job_metas (
	num INTEGER NOT NULL, 
	meta JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE job_stages (
	job_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	"key" VARCHAR, 
	cached BOOLEAN NOT NULL, 
	started_ms BIGINT, 
	seconds FLOAT, 
	published INTEGER NOT NULL, waited FLOAT, 
	PRIMARY KEY (job_id, name)
);
INSERT INTO "job_stages" VALUES('0dd12f0b-dcc4-4b83-a91d-79294e491732','fetch','completed',1.0,'fetch-b47bf4bb370e9aac77500ddd6cb80564accd320c9ba340a925de838de7f99217',0,1795734892518,3.60129531007260084152e-01,0,4.82504660030826926231e-02);
INSERT INTO "job_stages" VALUES('0dd12f0b-dcc4-4b83-a91d-79294e491732','audio','completed',1.0,'audio-fcc2b414050d361f7e08c93d9104dcb12bd4352354305dccb03891fef636157f',0,1795734895636,6.59185330005129799246e-01,0,2.0253023020050022751e+00);
INSERT INTO "job_stages" VALUES('0dd12f0b-dcc4-4b83-a91d-79294e491732','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795734893593,6.61724539997521787881e-01,0,1.26687499869149178266e-03);
INSERT INTO "job_stages" VALUES('0dd12f0b-dcc4-4b83-a91d-79294e491732','scenes','completed',1.0,'scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705',0,1795734894292,1.31216416800452861934e+00,0,6.88753069000085815787e-01);
INSERT INTO "job_stages" VALUES('0dd12f0b-dcc4-4b83-a91d-79294e491732','transcribe','completed',1.0,'transcribe-83ab553724ce0eead3022648b4601181ae624fac6539cb86acad6a35e7833496',0,1795734894386,7.67262662400025874376e+00,3,1.9376540003577247262e-03);
INSERT INTO "job_stages" VALUES('0dd12f0b-dcc4-4b83-a91d-79294e491732','analyse','completed',1.0,'analyse-38831b20f79b242eb6b0a48a81bb5b1b741e982b8b8ab97d865817e069194df1',0,1795734902069,1.5061302660004002973e+01,0,0.000971756991930306);
INSERT INTO "job_stages" VALUES('0dd12f0b-dcc4-4b83-a91d-79294e491732','clips','completed',1.0,'clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,1795734902048,2.91754030599258840084e+00,1,0.00278386399440933);
INSERT INTO "job_stages" VALUES('680ae249-4088-49f3-af96-d8d0f294f62f','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795734892745,2.6310995340027147904e+00,0,7.64959759981138631701e-02);
INSERT INTO "job_stages" VALUES('680ae249-4088-49f3-af96-d8d0f294f62f','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795734896285,NULL,0,9.73810508003225550055e-01);
INSERT INTO "job_stages" VALUES('60a5ad83-35d6-4076-a2b5-4716f6b66231','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('60a5ad83-35d6-4076-a2b5-4716f6b66231','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('60a5ad83-35d6-4076-a2b5-4716f6b66231','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('60a5ad83-35d6-4076-a2b5-4716f6b66231','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('60a5ad83-35d6-4076-a2b5-4716f6b66231','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('1d3d15f5-783d-48d2-932d-6c3a0871a6cb','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('1d3d15f5-783d-48d2-932d-6c3a0871a6cb','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('1d3d15f5-783d-48d2-932d-6c3a0871a6cb','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-0411c0ec
0dd12f0b-dcc4-4b83-a91d-79294e491732
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
680ae249-4088-49f3-af96-d8d0f294f62f');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-0411c0ec
cb4acc29-f037-4830-9127-50e70dc0be9c');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-0411c0ec
a5b0e8d3-60ef-4f3d-b0a9-e2973cc6722c');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-0411c0ec
83256719-6be1-4040-820b-3022954e9815');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-0411c0ec
60a5ad83-35d6-4076-a2b5-4716f6b66231');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-0411c0ec
1d3d15f5-783d-48d2-932d-6c3a0871a6cb');
CREATE TABLE job_texts_indexed (upto INTEGER NOT NULL);
INSERT INTO "job_texts_indexed" VALUES(0);
CREATE TABLE job_traces (
	job_id VARCHAR NOT NULL, 
	traceparent VARCHAR NOT NULL, 
	PRIMARY KEY (job_id)
);
CREATE TABLE job_webhooks (
	job_id VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	PRIMARY KEY (job_id)
);
CREATE TABLE jobs (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url VARCHAR, 
	video_id VARCHAR, 
	source_identity VARCHAR NOT NULL, 
	job_type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	rank BIGINT NOT NULL, 
	options JSON NOT NULL, 
	meta JSON NOT NULL, 
	user_id VARCHAR, 
	attempt INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	max_retries INTEGER NOT NULL, 
	crashes JSON NOT NULL, 
	memory_level INTEGER NOT NULL, 
	progress FLOAT NOT NULL, 
	stage VARCHAR, 
	stop_requested VARCHAR, 
	error JSON, 
	warnings JSON NOT NULL, 
	last_seq INTEGER NOT NULL, 
	video_title TEXT, 
	video_duration FLOAT, 
	idempotency_key VARCHAR, 
	request_hash VARCHAR, 
	pinned BOOLEAN NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	queued_ms BIGINT, 
	started_ms BIGINT, 
	completed_ms BIGINT, 
	due_ms BIGINT, meta_bytes INTEGER, deaths JSON DEFAULT '{}' NOT NULL, worker_id VARCHAR, lease_until_ms BIGINT, placed BOOLEAN DEFAULT 0 NOT NULL, generation JSON, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'0dd12f0b-dcc4-4b83-a91d-79294e491732',NULL,'fc8bbf68-9b5a-46aa-b58a-8a55012794a1','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795731892319,'{"audio_format":"mp3","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":5.0,"overlap_duration":2.0,"max_clips":1,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{"from":"us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-0411c0ec',8.2,NULL,NULL,1,NULL,1795734892319,1795734917206,1795734892319,1795734892378,1795734917164,NULL,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(2,'680ae249-4088-49f3-af96-d8d0f294f62f',NULL,'b00537fa-802e-4418-86df-b6fa434c174f','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795731892342,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795734892342,1795734896354,1795734892342,1795734892422,1795734896354,NULL,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(3,'cb4acc29-f037-4830-9127-50e70dc0be9c',NULL,'fc8bbf68-9b5a-46aa-b58a-8a55012794a1','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827267917211,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-0411c0ec',8.2,NULL,NULL,0,NULL,1795734917211,1795734917211,NULL,NULL,NULL,1827270917211,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(4,'a5b0e8d3-60ef-4f3d-b0a9-e2973cc6722c',NULL,'fc8bbf68-9b5a-46aa-b58a-8a55012794a1','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795731917213,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-0411c0ec',8.2,'key','hash',0,NULL,1795734917213,1795734917213,1795734917213,NULL,NULL,NULL,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(5,'83256719-6be1-4040-820b-3022954e9815',NULL,'fc8bbf68-9b5a-46aa-b58a-8a55012794a1','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795729517216,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-0411c0ec',8.2,NULL,NULL,0,NULL,1795734917216,1795734917217,1795734917216,NULL,1795734917217,NULL,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(6,'60a5ad83-35d6-4076-a2b5-4716f6b66231',NULL,'fc8bbf68-9b5a-46aa-b58a-8a55012794a1','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795731917220,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}','[]',4,'talk-8.00-0411c0ec',8.2,NULL,NULL,0,NULL,1795734917220,1795734917222,1795734917220,1795734917221,NULL,1827270917211,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(7,'1d3d15f5-783d-48d2-932d-6c3a0871a6cb',NULL,'fc8bbf68-9b5a-46aa-b58a-8a55012794a1','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795731917229,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-0411c0ec',8.2,NULL,NULL,0,NULL,1795734917229,1795734917233,1795734917229,1795734917233,NULL,NULL,NULL,'{}','1f27375b72de0e95',1795734932233,0,NULL);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-b47bf4bb370e9aac77500ddd6cb80564accd320c9ba340a925de838de7f99217','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87',16618);
INSERT INTO "key_blobs" VALUES('audio-fcc2b414050d361f7e08c93d9104dcb12bd4352354305dccb03891fef636157f','529f70c3672fc473827c71f4382dabb179507dfc7c2f9d788ecb2dc15c9525a3',264266);
INSERT INTO "key_blobs" VALUES('audio-fcc2b414050d361f7e08c93d9104dcb12bd4352354305dccb03891fef636157f','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('transcribe-83ab553724ce0eead3022648b4601181ae624fac6539cb86acad6a35e7833496','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-83ab553724ce0eead3022648b4601181ae624fac6539cb86acad6a35e7833496','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-83ab553724ce0eead3022648b4601181ae624fac6539cb86acad6a35e7833496','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
INSERT INTO "key_blobs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4',199768);
INSERT INTO "key_blobs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11',12447);
CREATE TABLE key_leases (
	"key" VARCHAR NOT NULL, 
	worker_id VARCHAR NOT NULL, 
	lease_until_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-b47bf4bb370e9aac77500ddd6cb80564accd320c9ba340a925de838de7f99217','fetch','{"source":{"sha256":"20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd","size_bytes":201315,"suffix":".mp4"},"media":{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2},"title":"talk-8.00-0411c0ec","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',3.60129531007260084152e-01,1795734892867);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm":{"sha256":"2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed","size_bytes":256046,"suffix":".wav"},"duration_s":8.0000625,"waveform":{"sha256":"4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480","size_bytes":1150,"suffix":".json"}}','[]',6.61724539997521787881e-01,1795734894255);
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source":{"sha256":"a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594","size_bytes":69966,"suffix":".mp4"},"media":{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1},"title":"silent-94500712","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',2.6310995340027147904e+00,1795734895178);
INSERT INTO "outputs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','scenes','{"has_video":true,"cuts":[],"poster":{"sha256":"735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58","size_bytes":11470,"suffix":".jpg"},"sprite":{"image":{"sha256":"cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87","size_bytes":16618,"suffix":".jpg"},"columns":9,"rows":1,"count":9,"interval_s":1.0,"tile_width":160,"tile_height":90},"focus":[[0.25,0.0972,0.702],[0.75,0.1236,0.7359],[1.25,0.13,0.7314],[1.75,0.1569,0.7358],[2.25,0.2047,0.7044],[2.75,0.2462,0.6418],[3.25,0.2848,0.6214],[3.75,0.3398,0.6207],[4.25,0.3952,0.5913],[4.75,0.4448,0.5573],[5.25,0.4994,0.5482],[5.75,0.5598,0.5318],[6.25,0.6083,0.4932],[6.75,0.6503,0.4783],[7.25,0.7373,0.4742],[7.75,0.7706,0.446],[8.25,0.7897,0.4163]],"picture":{"flashes":[],"black":[],"freeze":[]},"samples":[]}','[]',1.31216416800452861934e+00,1795734895593);
INSERT INTO "outputs" VALUES('audio-fcc2b414050d361f7e08c93d9104dcb12bd4352354305dccb03891fef636157f','audio','{"audio":{"sha256":"529f70c3672fc473827c71f4382dabb179507dfc7c2f9d788ecb2dc15c9525a3","size_bytes":264266,"suffix":".mp3"},"duration_s":8.232,"media_type":"audio/mpeg","waveform":{"sha256":"c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689","size_bytes":1167,"suffix":".json"}}','[]',6.59185330005129799246e-01,1795734896276);
INSERT INTO "outputs" VALUES('transcribe-83ab553724ce0eead3022648b4601181ae624fac6539cb86acad6a35e7833496','transcribe','{"language":"en","language_probability":1.0,"model":"demo","decoding":"batched","segment_count":3,"engine":"whisper","response_id":null,"srt":{"sha256":"fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97","size_bytes":214,"suffix":".srt"},"vtt":{"sha256":"7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6","size_bytes":216,"suffix":".vtt"},"txt":{"sha256":"a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19","size_bytes":115,"suffix":".txt"}}','[]',7.67262662400025874376e+00,1795734902023);
INSERT INTO "outputs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','clips','{"clip_count":1}','[]',2.91754030599258840084e+00,1795734904990);
INSERT INTO "outputs" VALUES('analyse-38831b20f79b242eb6b0a48a81bb5b1b741e982b8b8ab97d865817e069194df1','analyse','{"sentiment":"neutral","sentiment_scores":{"positive":0.0159,"neutral":0.9664,"negative":0.0177},"segment_sentiments":[{"index":0,"label":"neutral","score":-0.0024,"start_s":0.59},{"index":1,"label":"neutral","score":-0.002,"start_s":3.62},{"index":2,"label":"neutral","score":0.0004,"start_s":6.95}],"topics":["Space, ran, r."],"keywords":[{"text":"space","score":1.0},{"text":"Tesla","score":0.7815},{"text":"ran","score":0.6094}],"entities":[{"text":"Today","label":"DATE","count":1},{"text":"Tesla","label":"ORG","count":1}],"models":{"sentiment":"demo","entities":"demo","keywords":"YAKE 0.7.3, words by demo","topics":"pauses and cohesion, words by demo"}}','[]',1.5061302660004002973e+01,1795734917127);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-83ab553724ce0eead3022648b4601181ae624fac6539cb86acad6a35e7833496',0,'{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"no_speech_probability":0.0,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-83ab553724ce0eead3022648b4601181ae624fac6539cb86acad6a35e7833496',1,'{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-83ab553724ce0eead3022648b4601181ae624fac6539cb86acad6a35e7833496',2,'{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}],"flags":[]}');
INSERT INTO "pieces" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","video":{"sha256":"0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4","size_bytes":199768,"suffix":".mp4"},"thumbnail":{"sha256":"4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11","size_bytes":12447,"suffix":".jpg"},"width":640,"height":360}');
CREATE TABLE provider_health (
	provider VARCHAR NOT NULL, 
	failures INTEGER NOT NULL, 
	open_until_ms BIGINT, 
	open_ms BIGINT NOT NULL, 
	probe_until_ms BIGINT, 
	answer_ms FLOAT, 
	checked_ms BIGINT, 
	PRIMARY KEY (provider)
);
CREATE TABLE provider_orders (
	mark VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	provider VARCHAR NOT NULL, 
	model VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	usd FLOAT NOT NULL, 
	day VARCHAR NOT NULL, 
	order_id TEXT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	ended_ms BIGINT, 
	PRIMARY KEY (mark)
);
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',6.79734001245023811144e-01,2);
INSERT INTO "rates" VALUES('speech','',8.06981146338441313048e-02,1);
INSERT INTO "rates" VALUES('scenes','',1.60020020488357173071e-01,1);
INSERT INTO "rates" VALUES('audio','',8.03884548786743674542e-02,1);
INSERT INTO "rates" VALUES('transcribe','demo',9.35686173658568209887e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',5.83508061198517724577e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',1.83674422682975668763e+00,1);
CREATE TABLE scene_subtitles (
	scene_id VARCHAR NOT NULL, 
	transcript_id VARCHAR NOT NULL, 
	scene_start_time FLOAT NOT NULL, 
	scene_end_time FLOAT NOT NULL, 
	subtitle_data JSON NOT NULL, 
	PRIMARY KEY (scene_id)
);
CREATE TABLE telemetry (
	num INTEGER NOT NULL, 
	component VARCHAR NOT NULL, 
	metric VARCHAR NOT NULL, 
	value FLOAT NOT NULL, 
	tags TEXT NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	job_id VARCHAR, 
	weight INTEGER NOT NULL, 
	merge VARCHAR NOT NULL, 
	span_ms INTEGER NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE timelines (
	num INTEGER NOT NULL, 
	timeline JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE transcript_edits (
	transcript_id VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	first INTEGER NOT NULL, 
	placed INTEGER NOT NULL, 
	lines JSON NOT NULL, 
	PRIMARY KEY (transcript_id, revision)
);
CREATE TABLE transcript_segments (
	transcript_id VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	start_time FLOAT NOT NULL, 
	end_time FLOAT NOT NULL, 
	text TEXT NOT NULL, 
	original_text TEXT, 
	moved BOOLEAN NOT NULL, 
	confidence FLOAT NOT NULL, 
	no_speech_probability FLOAT NOT NULL, 
	speaker_label TEXT, 
	segment_type VARCHAR NOT NULL, 
	flags JSON NOT NULL, 
	words JSON NOT NULL, 
	PRIMARY KEY (transcript_id, idx)
);
CREATE TABLE video_transcripts (
	id VARCHAR NOT NULL, 
	analysis_id VARCHAR, 
	video_filename TEXT, 
	video_duration FLOAT, 
	language_code VARCHAR, 
	transcription_method VARCHAR, 
	confidence_score FLOAT, 
	full_transcript_text TEXT NOT NULL, 
	processing_time_seconds FLOAT, 
	api_response_id VARCHAR, 
	status VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	taken INTEGER NOT NULL, 
	taken_s FLOAT NOT NULL, 
	open BOOLEAN NOT NULL, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE videos (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url TEXT, 
	filename VARCHAR, 
	sha256 VARCHAR, 
	suffix VARCHAR, 
	size_bytes BIGINT, 
	media JSON, 
	user_id VARCHAR, 
	folded TEXT NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL
);
INSERT INTO "videos" VALUES(1,'fc8bbf68-9b5a-46aa-b58a-8a55012794a1',NULL,'talk-8.00-0411c0ec.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2}',NULL,'talk-8.00-0411c0ec.mp4
fc8bbf68-9b5a-46aa-b58a-8a55012794a1',NULL,1795734892095,1795734892095);
INSERT INTO "videos" VALUES(2,'b00537fa-802e-4418-86df-b6fa434c174f',NULL,'silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1}',NULL,'silent-94500712.mp4
b00537fa-802e-4418-86df-b6fa434c174f',NULL,1795734892317,1795734892317);
CREATE TABLE webhooks (
	num INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	events JSON NOT NULL, 
	sealed TEXT NOT NULL, 
	user_id VARCHAR, 
	enabled BOOLEAN NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (num)
);
CREATE INDEX ix_artifacts_job_id ON artifacts (job_id);
CREATE INDEX ix_job_stages_key ON job_stages ("key");
CREATE INDEX ix_jobs_completed ON jobs (completed_ms);
CREATE UNIQUE INDEX ix_jobs_id ON jobs (id);
CREATE INDEX ix_jobs_status_num ON jobs (status, num);
CREATE INDEX ix_jobs_type_num ON jobs (job_type, num);
CREATE INDEX ix_jobs_user_num ON jobs (user_id, num);
CREATE INDEX ix_key_blobs_sha256 ON key_blobs (sha256);
CREATE INDEX ix_jobs_status_type_num ON jobs (status, job_type, num);
CREATE TRIGGER jobs_counted_new AFTER INSERT ON jobs BEGIN INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE TRIGGER jobs_counted_gone AFTER DELETE ON jobs BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; END;
CREATE TRIGGER jobs_counted_moved AFTER UPDATE OF status, job_type, priority ON jobs WHEN OLD.status <> NEW.status OR OLD.job_type <> NEW.job_type OR OLD.priority <> NEW.priority BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE UNIQUE INDEX ix_videos_id ON videos (id);
CREATE INDEX ix_videos_sha256 ON videos (sha256);
CREATE INDEX ix_videos_user_num ON videos (user_id, num);
CREATE INDEX ix_jobs_video_status_num ON jobs (video_id, status, num) WHERE video_id IS NOT NULL;
CREATE TRIGGER job_texts_index_new AFTER INSERT ON job_texts WHEN NEW.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE TRIGGER job_texts_index_many AFTER INSERT ON job_texts WHEN NEW.num > (SELECT upto FROM job_texts_indexed) + 500 BEGIN INSERT INTO job_trigrams (rowid, folded) SELECT num, folded FROM job_texts WHERE num > (SELECT upto FROM job_texts_indexed) AND num < NEW.num; UPDATE job_texts_indexed SET upto = NEW.num - 1; END;
CREATE TRIGGER job_texts_index_gone AFTER DELETE ON job_texts WHEN OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); END;
CREATE TRIGGER job_texts_index_moved AFTER UPDATE OF folded ON job_texts WHEN OLD.folded <> NEW.folded AND OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE INDEX ix_video_transcripts_analysis_id ON video_transcripts (analysis_id);
CREATE INDEX ix_video_transcripts_key ON video_transcripts ("key");
CREATE INDEX ix_scene_subtitles_transcript_id ON scene_subtitles (transcript_id);
CREATE UNIQUE INDEX ix_webhooks_id ON webhooks (id);
CREATE UNIQUE INDEX ix_deliveries_id ON deliveries (id);
CREATE INDEX ix_deliveries_job_id ON deliveries (job_id);
CREATE INDEX ix_deliveries_webhook_num ON deliveries (webhook_id, num);
CREATE INDEX ix_deliveries_next ON deliveries (next_ms) WHERE next_ms IS NOT NULL;
CREATE INDEX ix_telemetry_ts ON telemetry (ts_ms);
CREATE INDEX ix_telemetry_component_ts ON telemetry (component, ts_ms);
CREATE INDEX ix_telemetry_metric_ts ON telemetry (metric, ts_ms);
CREATE INDEX ix_telemetry_job ON telemetry (job_id, num) WHERE job_id IS NOT NULL;
CREATE UNIQUE INDEX ix_api_keys_id ON api_keys (id);
CREATE UNIQUE INDEX ix_api_keys_digest ON api_keys (digest);
CREATE UNIQUE INDEX uq_api_keys_name ON api_keys (name) WHERE revoked_ms IS NULL;
CREATE INDEX ix_provider_orders_job_id ON provider_orders (job_id);
CREATE INDEX ix_provider_orders_state ON provider_orders (state);
CREATE INDEX ix_provider_orders_day ON provider_orders (day);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('videos',2);
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
CREATE VIRTUAL TABLE job_trigrams USING fts5 (folded, content='job_texts', content_rowid='num', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO job_trigrams (job_trigrams) VALUES ('rebuild');
UPDATE job_texts_indexed SET upto = (SELECT max(num) FROM job_texts);
